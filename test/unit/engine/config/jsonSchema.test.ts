import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../../src/engine/config/jsonSchema.ts';
import { presets } from '../../../../src/engine/config/presets.ts';

const shipped = join(import.meta.dirname, '../../../../schema/ssot.config.schema.json');

describe('the JSON schema of the configuration', () => {
  it('is what its definition says (npm run schema writes it)', () => {
    expect(readFileSync(shipped, 'utf8')).toBe(configJsonSchema());
  });

  const validate = new Ajv({ strict: false, formats: { uri: true } }).compile(
    JSON.parse(configJsonSchema()) as object,
  );

  it('accepts every preset', () => {
    for (const preset of Object.values(presets))
      expect([validate(preset), validate.errors]).toEqual([true, null]);
  });

  it('accepts a source that only differs from a preset', () => {
    expect(validate({ extends: ['preset:netra'], sources: [{ id: 'websocket-manager', owners: [] }] })).toBe(
      true,
    );
  });

  it('rejects an unknown key and a severity that there is not', () => {
    expect(validate({ source: [] })).toBe(false);
    expect(validate({ rules: { 'legacy-import': 'fatal' } })).toBe(false);
  });
});
