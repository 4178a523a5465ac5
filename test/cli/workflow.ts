import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { gitEnvironment } from './gitFolder.ts';

export const examples = join(import.meta.dirname, '../../examples');

type Values = Readonly<Record<string, string | number>>;

export interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Values;
  readonly run?: string;
  readonly env?: Values;
}

interface Job {
  readonly steps: readonly Step[];
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly needs?: string;
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env: Values;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function readExample(file: string): unknown {
  return parse(readFileSync(join(examples, file), 'utf8'));
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Runner {
  readonly cwd: string;
  /** What the runner has in its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The expressions that a workflow may use, by what stands between `${{` and `}}`. */
  readonly expressions: Values;
}

/** Runs a step's commands as GitHub's runner does: by `bash -e`, with the environment of the workflow and the step. */
export function runStep(workflow: Workflow, step: Step, { cwd, env, expressions }: Runner): Ran {
  const filled = (values: Values = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, fill(String(value), expressions)]),
    );
  // Commands take values from the environment only: an expression in them would be code of whoever chose the value.
  if (step.run?.includes('${{')) throw new Error(`an expression in a command: ${step.run}`);
  const run = spawnSync('bash', ['-e', '-c', step.run ?? ''], {
    cwd,
    encoding: 'utf8',
    env: { ...gitEnvironment(), ...env, ...filled(workflow.env), ...filled(step.env) },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function fill(text: string, expressions: Values): string {
  return text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    const value = expressions[expression];
    if (value === undefined) throw new Error(`nobody knows ${expression}`);
    return String(value);
  });
}
