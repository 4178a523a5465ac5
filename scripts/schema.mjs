// Writes schema/ssot.config.schema.json from its one definition in src/engine/config/schema.ts: `npm run schema`.
import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const bundle = '.cache/schema.mjs';
await build({
  entryPoints: ['src/engine/config/jsonSchema.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const { configJsonSchema } = await import(pathToFileURL(bundle).href);
await mkdir('schema', { recursive: true });
await writeFile('schema/ssot.config.schema.json', configJsonSchema());
