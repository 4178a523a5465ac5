import { markdownCode, markdownText } from '../markdownText.ts';

/**
 * A sentence with places for data: `Closed with {ws.close.code} by the {ws.close.initiator}`. A place may say how its value is
 * written, as `{ws.welcome.ms|ms}`. A sentence of which one place has no data is not written.
 */
export type Template = string;

export type Filled =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string };

const place = /\{([\w.]+)(?:\|(\w+))?\}/gu;

export function fill(template: Template, data: unknown, isCell = false): Filled {
  let missing: string | undefined;
  const text = template.replace(place, (_, path: string, format: string | undefined) => {
    const written = write(valueAt(data, path), format, isCell);
    if (written === undefined) missing ??= path;
    return written ?? '';
  });
  return missing === undefined ? { ok: true, text } : { ok: false, missing };
}

/** What stands at a dotted path; undefined where there is nothing. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      data,
    );
}

/** Undefined where there is no value to write; only `or…` formats have words for nothing. */
function write(value: unknown, format: string | undefined, isCell: boolean): string | undefined {
  if (format === 'orDash')
    return value === null || value === undefined || value === ''
      ? '–'
      : (write(value, undefined, isCell) ?? '–');
  if (format === 'orNone')
    return Array.isArray(value) && value.length === 0 ? 'none' : write(value, undefined, isCell);
  if (format === 'msOrDash') return typeof value === 'number' ? milliseconds(value) : '–';
  if (value === null || value === undefined) return undefined;
  if (format === 'ms') return typeof value === 'number' ? milliseconds(value) : undefined;
  if (format === 'word')
    return typeof value === 'string' ? value.toUpperCase().replaceAll('-', ' ') : undefined;
  if (format === 'yesNo') return typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined;
  if (format === 'count') return Array.isArray(value) ? String(value.length) : undefined;
  const text = plain(value);
  if (format === 'link') return `<${encodeURI(text).replace(/[<>]/gu, encodeURIComponent)}>`;
  if (format !== 'code') return text === '' ? undefined : markdownText(text);
  // In a table a bar ends the cell, also in code.
  return isCell ? markdownCode(text).replaceAll('|', '\\|') : markdownCode(text);
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, each]) => `${key} ${plain(each)}`)
      .join(', ');
  return String(value);
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
}

const mostIds = 4;

/** `[E-01] [E-02]`, at the end of a claim; of many the first and how many more. */
export function evidenceText(ids: readonly string[]): string {
  const shown = ids.slice(0, mostIds).map((id) => `[${id}]`);
  return [...shown, ...(ids.length > mostIds ? [`(and ${ids.length - mostIds} more)`] : [])].join(' ');
}
