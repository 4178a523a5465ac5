import type { Frame } from './session.ts';

/** Reading of the backend's messages, which come flat or with their content in an envelope's `data`. */
export type Fields = Readonly<Record<string, unknown>>;

export const typeOf = (frame: Frame): string | null => text(frame.json?.['type']);

/** The envelope's `data`; empty where there is none. */
export function dataOf(message: Fields | null): Fields {
  const data = message?.['data'];
  return isObject(data) ? data : {};
}

/** A body or a text as a JSON object; null where it is none. */
export function jsonObject(text: string): Fields | null {
  // Large texts that cannot be one are not parsed.
  if (!/^\s*\{/u.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field at the top level, else in the envelope. */
export const field = (message: Fields | null, name: string): string | null =>
  text(message?.[name]) ?? text(dataOf(message)[name]);

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/**
 * Words that hold some of a server's own, fit to be printed: one line, without characters that steer a terminal or turn the
 * direction of the text, and no longer than a reader reads.
 */
export function printable(words: string, most = 1_000): string {
  const line = words.replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
  return line.length > most ? `${line.slice(0, most)}...` : line;
}

/** A server's own words inside a sentence of the check. */
export const excerpt = (words: string): string => printable(words.trim(), 200);

/** Whether it carries something of the application; the others keep the connection alive. */
export const isMessage = ({ opcode }: Frame): boolean => opcode === 'text' || opcode === 'binary';

/**
 * Whether a message can be read as text. A packed or compressed one can hold anything in a form in which nobody would find it:
 * it has bytes that are no UTF-8, or characters that no text has.
 */
export const isLegible = ({ opcode, text: bytes }: Frame): boolean =>
  // oxlint-disable-next-line no-control-regex
  opcode === 'text' || !/[\u0000-\u0008\u000e-\u001f\ufffd]/u.test(bytes);

/** An error in any of the three forms that the backend has had. */
export const isError = (frame: Frame): boolean =>
  ['error_message', 'error', 'authentication_error', 'connection_error', 'system_error'].includes(
    typeOf(frame) ?? '',
  );

/** What an error message says. */
export interface ServerError {
  /** The backend's own code, such as `CONNECTION_ERROR`. */
  readonly code: string | null;
  /** The type of the exception behind it. */
  readonly type: string | null;
  /** Why a token was refused, in the codes of the authentication's results. */
  readonly reason: string | null;
  /** Its message, as far as it is looked at; empty where it has none. */
  readonly words: string;
  /** All of it in one line. */
  readonly line: string;
}

export function errorText(frame: Frame): ServerError {
  const code = field(frame.json, 'error_code');
  const message =
    field(frame.json, 'error_message') ?? field(frame.json, 'error') ?? field(frame.json, 'message');
  const inner = frame.json?.['details'] ?? dataOf(frame.json)['details'];
  const details: Fields = isObject(inner) ? inner : {};
  const type = text(details['error_type']);
  return {
    code,
    type,
    reason: text(details['reason']),
    words: (message ?? '').slice(0, 500),
    line: [code, type, message].filter((part) => part !== null).join(': ') || 'no text',
  };
}
