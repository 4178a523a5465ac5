import type ts from 'typescript';
import { parseBaseline } from '../engine/baseline/format.ts';
import { createKnownViolations, type KnownViolations } from '../engine/baseline/knownViolations.ts';
import { parseConfig } from '../engine/config/parseConfig.ts';
import type { Config } from '../engine/config/schema.ts';
import { folderOf } from '../engine/typescript/posixPath.ts';

const fileName = 'ssot.config.json';
const baselineName = 'ssot.baseline';

/** A configuration, and the folder that its paths are relative to: absolute, POSIX, without a slash at its end. */
export interface Configuration {
  readonly root: string;
  readonly config: Config;
  /** Of the baseline beside it. */
  readonly known: KnownViolations;
}

export interface Configurations {
  /** The nearest configuration above a file; undefined where there is none, or where it has an error. */
  above(file: string): Configuration | undefined;
  close(): void;
}

/**
 * Finds, reads and watches configurations through the server's host. One that has an error is logged and not used: our
 * extension shows it where it stands.
 */
export function createConfigurations(
  host: ts.server.ServerHost,
  projectFolder: string,
  changed: () => void,
  log: (message: string) => void,
): Configurations {
  const byFolder = new Map<string, Configuration | undefined>();
  const byPath = new Map<string, Configuration | undefined>();
  const watchers = new Map<string, ts.FileWatcher>();

  function watch(path: string): void {
    // A host may be without: the compiler's own declaration says that it never is.
    const { watchFile } = host as Partial<ts.server.ServerHost>;
    if (watchers.has(path) || !watchFile) return;
    const onChange = () => {
      byFolder.clear();
      byPath.clear();
      changed();
    };
    watchers.set(path, watchFile.call(host, path, onChange, 1000));
  }

  function read(path: string, root: string): Configuration | undefined {
    watch(path);
    const result = parseConfig(host.readFile(path) ?? '');
    if (result.ok) return { root, config: result.config, known: readKnown(`${root}/${baselineName}`) };
    for (const { key, message } of result.problems) log(`${path}: ${key === '' ? '' : `${key}: `}${message}`);
    return undefined;
  }

  function readKnown(path: string): KnownViolations {
    watch(path);
    const text = host.fileExists(path) ? host.readFile(path) : undefined;
    const result = text === undefined ? undefined : parseBaseline(text);
    if (result?.ok === false) log(`${path}:${result.line}: ${result.message}`);
    return createKnownViolations(result?.ok ? result.baseline.entries : []);
  }

  function inFolder(folder: string): Configuration | undefined {
    if (byFolder.has(folder)) return byFolder.get(folder);
    const path = `${folder}/${fileName}`;
    let found: Configuration | undefined;
    if (host.fileExists(path)) {
      if (!byPath.has(path)) byPath.set(path, read(path, folder));
      found = byPath.get(path);
    } else if (folder !== '' && folder.includes('/')) found = inFolder(folderOf(folder));
    byFolder.set(folder, found);
    return found;
  }

  // One that is made later is most often made here.
  watch(`${projectFolder}/${fileName}`);
  return {
    above: (file) => inFolder(folderOf(file)),
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
