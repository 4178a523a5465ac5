// Writes the JSON schemas of schema/ from their definitions in the sources: `npm run schema`.
import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const schemas = [
  { from: 'src/engine/config/jsonSchema.ts', make: 'configJsonSchema', to: 'schema/ssot.config.schema.json' },
  {
    from: 'src/report/validation/reportSchema.ts',
    make: 'reportJsonSchema',
    to: 'schema/ssot.report.schema.json',
  },
];

await mkdir('schema', { recursive: true });
for (const { from, make, to } of schemas) {
  const outfile = `.cache/${make}.mjs`;
  await build({
    entryPoints: [from],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const module = await import(pathToFileURL(outfile).href);
  await writeFile(to, module[make]());
}
