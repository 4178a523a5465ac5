import { bareEntry, type LogEntry } from './logEntry.ts';

const time = String.raw`\[?(?<time>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?)\]?`;
const level = String.raw`\[?(?<level>DEBUG|DEFAULT|INFO|NOTICE|WARNING|WARN|ERROR|CRITICAL|ALERT|EMERGENCY|FATAL)\]?`;
const separator = String.raw`\s*(?:[-|:]\s*)?`;
/** A logger's dotted name, with the function and the line that some write behind it. */
const logger = String.raw`(?<logger>[A-Za-z_]\w*(?:\.\w+)+)(?::(?<function>\w+))?(?::(?<line>\d+))?`;

/** The forms of a line, by what stands before the message; each part may be missing. */
const forms: readonly RegExp[] = [
  new RegExp(`^${time}${separator}${logger}${separator}${level}${separator}(?<message>.*)$`, 'u'),
  new RegExp(`^${time}${separator}${level}${separator}(?:${logger}${separator})?(?<message>.*)$`, 'u'),
  new RegExp(`^${time}${separator}(?<message>.*)$`, 'u'),
  new RegExp(`^${level}(?:\\s*[:|-]\\s*|\\s+)(?:${logger}${separator})?(?<message>.*)$`, 'u'),
];

/** A line of a log that is no JSON: what Python's loggers, loguru and uvicorn write. */
export function entryFromText(text: string, line: number): LogEntry {
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found === undefined) continue;
    const severity = found['level'] === 'WARN' ? 'WARNING' : (found['level'] ?? null);
    return {
      ...bareEntry(found['message'] ?? '', line),
      time: found['time']?.replace(',', '.') ?? null,
      severity,
      module: found['logger'] ?? null,
      function: found['function'] ?? null,
      codeLine: found['line'] === undefined ? null : Number(found['line']),
    };
  }
  return bareEntry(text, line);
}
