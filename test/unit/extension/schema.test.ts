import Ajv from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../../src/engine/config/schema.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const file = join(root, 'schema', 'ssot.config.schema.json');

const validate = () => new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')) as object);

describe('the JSON schema of the configuration', () => {
  // After a change of the definition: npx vitest run --project unit test/unit/extension/schema.test.ts -u
  it('is the one definition, for editors', async () => {
    const schema = z.toJSONSchema(configSchema, { io: 'input' });
    // The editor's JSON support knows this key; configurations may be written as people write code.
    const text = JSON.stringify({ ...schema, title: 'SSOT Migrator', allowTrailingCommas: true });
    await expect(await format(text, { parser: 'json', printWidth: 110 })).toMatchFileSnapshot(file);
  });

  it('accepts the sample', () => {
    const sample = readFileSync(join(root, 'media', 'sample', 'ssot.config.json'), 'utf8');
    const accepts = validate();
    expect(accepts(parse(sample)), JSON.stringify(accepts.errors)).toBe(true);
  });

  it('refuses a key that is not there', () => {
    expect(validate()({ sorces: [] })).toBe(false);
  });
});
