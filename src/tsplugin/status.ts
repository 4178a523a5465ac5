import type ts from 'typescript';
import type { Work } from './violations.ts';

/** The protocol command by which the extension asks whether the plugin serves a file. */
export const statusCommand = '_ssot:status';

/** The answer to {@link statusCommand}. */
export interface Status {
  /** The plugin gives the diagnostics of the file that was asked about. */
  readonly serves: boolean;
  readonly codeFixes: boolean;
  readonly typescript: string;
  readonly work: Readonly<Work>;
}

/** What one project of a session can say about files. */
export interface Serving {
  serves(fileName: string): boolean;
  readonly codeFixes: boolean;
}

/** The projects of one session that have the plugin. */
export interface SessionStatus {
  readonly projects: Set<Serving>;
  readonly work: Work;
}

/**
 * The status of a session, with its handler registered. A session has one handler for a command and throws at a second, so
 * that the projects of a session share theirs.
 */
export function statusOf(
  sessions: WeakMap<object, SessionStatus>,
  session: ts.server.Session<unknown> | undefined,
  version: string,
): SessionStatus {
  const known = session && sessions.get(session);
  if (known) return known;
  const status: SessionStatus = {
    projects: new Set(),
    work: { probes: 0, walks: 0, checks: 0, analyses: 0 },
  };
  if (!session) return status;
  sessions.set(session, status);
  session.addProtocolHandler(statusCommand, (request) => {
    const { file } = (request.arguments ?? {}) as { readonly file?: unknown };
    const fileName = typeof file === 'string' ? file.replaceAll('\\', '/') : '';
    const serving = [...status.projects].find((project) => project.serves(fileName));
    const response: Status = {
      serves: serving !== undefined,
      codeFixes: serving?.codeFixes ?? false,
      typescript: version,
      work: { ...status.work },
    };
    return { response, responseRequired: true };
  });
  return status;
}
