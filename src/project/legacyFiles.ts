import type { Project } from './project.ts';

/** A legacy module that is there. */
export interface LegacyFile {
  /** As the configuration names it: a dotted module, or a path without extension. */
  readonly module: string;
  /** Relative to the project's root, POSIX. */
  readonly file: string;
}

/** The legacy modules of all sources, each once, with the files that they are. */
export function legacyFiles(project: Project): LegacyFile[] {
  const { sources, modules } = project.analysis();
  const found = new Map<string, LegacyFile>();
  for (const { config, legacyModules } of sources)
    for (const module of legacyModules) {
      const target = modules[config.language].resolveId(module);
      if (target.kind === 'file') found.set(target.file, { module, file: target.file });
    }
  return [...found.values()];
}
