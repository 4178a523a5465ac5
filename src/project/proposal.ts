import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { completeConfigSchema } from '../engine/config/schema.ts';
import { likenessOf } from '../engine/inventory/likeness.ts';
import type { Evidence } from '../engine/proposal/evidence.ts';
import { propose } from '../engine/proposal/propose.ts';
import type { Proposal, ProposedSource } from '../engine/proposal/proposal.ts';
import { isTopical, patternLike } from '../engine/proposal/words.ts';
import { configFileName } from './configuration.ts';
import { createProject, type IndexProgress, type Project } from './project.ts';
import { gatherEvidence } from './proposalEvidence.ts';
import { addSimilarShapes } from './similarShapes.ts';

/**
 * Works out which sources of truth the code of a folder suggests, without a configuration.
 *
 * @param root absolute path
 * @param like a class name, or a pattern with `*`, to propose a source for
 */
export function* proposeSources(root: string, like?: string): Generator<IndexProgress, Proposal> {
  const project = openUnconfigured(root);
  yield* project.index();
  const pattern = like === undefined ? undefined : patternLike(like);
  const isAlike = pattern === undefined ? isTopical : likenessOf([pattern]);
  const evidence: Evidence[] = [];
  for (const language of ['python', 'typescript'] as const)
    evidence.push(yield* gatherEvidence(project, language, isAlike));
  const proposal = propose(project.analysis(), evidence, pattern);
  const sources: ProposedSource[] = [];
  const known = proposal.sources.flatMap(({ source }) => source.lookAlikes ?? []);
  for (const proposed of proposal.sources) sources.push(yield* addSimilarShapes(project, proposed, known));
  return { ...proposal, sources };
}

/** Where people put packages that are not at the top: https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/ */
const sourceFolders = ['src', 'lib', 'python'];

/** Whether a folder holds Python packages and is none itself. */
function holdsPackages(folder: string): boolean {
  const namesIn = (path: string): string[] => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };
  const names = namesIn(folder);
  return (
    !names.includes('__init__.py') &&
    names.some((name) => name.endsWith('.py') || namesIn(join(folder, name)).includes('__init__.py'))
  );
}

/** All files of both languages, with nothing said about them. */
function openUnconfigured(root: string): Project {
  const {
    $schema,
    extends: presets,
    ...config
  } = completeConfigSchema.parse({
    roots: ['.', ...sourceFolders.filter((folder) => holdsPackages(join(root, folder)))],
    sources: [
      { id: 'python', language: 'python' },
      { id: 'typescript', language: 'typescript' },
    ],
  });
  return createProject({
    path: join(root, configFileName),
    root,
    text: '',
    config,
    locate: () => ({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }),
  });
}
