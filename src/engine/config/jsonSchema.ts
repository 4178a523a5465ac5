import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The JSON schema of `ssot.config.json`, for editors: what a person may write, so keys with a default may be left out. */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'SSOT Migrator configuration', ...schema }, null, 2)}\n`;
}
