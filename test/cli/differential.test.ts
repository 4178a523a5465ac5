import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from './runCli.ts';

/** The comparisons with the compiler are run by hand, on codebases that are not here. That they still run is seen on a small one. */
const folder = makeFolder({
  'tsconfig.json': '{ "compilerOptions": { "module": "preserve", "strict": true }, "include": ["**/*"] }\n',
  'client.ts': 'export class Client {}\nexport const connect = (): Client => new Client();\n',
  'index.ts': "export { Client as Hub, connect } from './client';\n",
  'page.ts': "import { connect, type Hub } from '.';\nexport const hub: Hub = connect();\n",
});

it.each([
  ['typescript.mjs', /"files":3,"imports":2,"resolved":2,"references":\d+,"names":0,"differences":0/],
  ['graph.mjs', /(\d+) names, \1 equal/],
])('compares a small codebase: %s', (script, outcome) => {
  const path = join(import.meta.dirname, '../differential', script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, folder], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(outcome);
  expect(status).toBe(0);
});
