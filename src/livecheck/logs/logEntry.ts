/** One entry of a deployment log, whatever form the log has. Not redacted: what is kept of it is, where it is kept. */
export interface LogEntry {
  /** As the log has it; null where it has none. */
  readonly time: string | null;
  /** In capitals, `ERROR` or `WARNING`; null where the log does not say. */
  readonly severity: string | null;
  /** May have several lines. */
  readonly message: string;
  /** Dotted, as the log's labels name it. */
  readonly module: string | null;
  readonly function: string | null;
  readonly codeLine: number | null;
  readonly revision: string | null;
  readonly service: string | null;
  readonly project: string | null;
  readonly region: string | null;
  /** Facts of the deployment that the entry itself states: an audit entry holds the whole revision. */
  readonly facts: Readonly<Partial<Record<LogFactName, string>>>;
  /** 1-based line of the file in which the entry begins. */
  readonly line: number;
}

export type LogFactName = 'image' | 'memory' | 'cpu' | 'min_instances';

/** An entry that is known by its message alone. */
export function bareEntry(message: string, line: number): LogEntry {
  return {
    time: null,
    severity: null,
    message,
    module: null,
    function: null,
    codeLine: null,
    revision: null,
    service: null,
    project: null,
    region: null,
    facts: {},
    line,
  };
}

/** What a log says that cannot be read, and where; the file's name is for the caller to add. */
export class LogProblem extends Error {}
