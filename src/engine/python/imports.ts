import type { ImportedName } from '../facts.ts';
import type { Span } from '../text.ts';
import { complain, currentScope, expect, fail, nameAt, type Reader, spanOf } from './reader.ts';
import { bind } from './scopes.ts';
import { ImportedNameRecord, ImportRecord } from './records.ts';
import { AS, COMMA, DOT, ELLIPSIS, FROM, IMPORT, LPAR, NAME, RPAR, STAR } from './tokenKinds.ts';

/** Records the import and a binding for each name that it binds. */
function addImport(
  r: Reader,
  form: 'from' | 'module',
  statement: Span,
  span: Span,
  module: string,
  moduleSpan: Span,
  names: readonly ImportedName[],
  tokens: readonly number[],
): void {
  const index = r.imports.length;
  r.imports.push(new ImportRecord(form, r.block, statement, span, module, moduleSpan, names, r.typeOnly));
  tokens.forEach((token, imported) => {
    if (token >= 0) Object.assign(bind(r, token, 'import'), { import: index, imported });
  });
}

/** `a.b.c` at the next token; answers it as written, without what stands between its parts. */
function readModuleName(r: Reader): string {
  const first = r.at;
  if (!expect(r, NAME)) return '';
  let module = nameAt(r, first);
  while (r.kinds[r.at] === DOT && r.kinds[r.at + 1] === NAME) {
    module += `.${nameAt(r, r.at + 1)}`;
    r.at += 2;
  }
  return module;
}

/** `as name`; answers the name's token, or -1. */
function readAs(r: Reader): number {
  if (r.kinds[r.at] !== AS) return -1;
  r.at++;
  const token = r.at;
  return expect(r, NAME) ? token : -1;
}

/** `import a.b, c as d`. `first` is the statement's first token: a `lazy` may stand before. */
function readModuleImport(r: Reader, first: number): void {
  r.at++;
  const read: { module: string; from: number; end: number; last: number; alias: number }[] = [];
  do {
    if (read.length > 0) r.at++;
    const from = r.at;
    const module = readModuleName(r);
    if (r.failed) break;
    const end = r.at - 1;
    const alias = readAs(r);
    read.push({ module, from, end, last: r.at - 1, alias });
  } while (r.kinds[r.at] === COMMA);
  const last = read.at(-1);
  if (last === undefined) return;
  const statement = spanOf(r, first, last.last);
  for (const { module, from, end, last: until, alias } of read) {
    const span = spanOf(r, from, until);
    const local = nameAt(r, alias < 0 ? from : alias);
    const moduleSpan = spanOf(r, from, end);
    const localSpan = alias < 0 ? undefined : spanOf(r, alias, alias);
    const name = new ImportedNameRecord('*', local, span, moduleSpan, r.typeOnly, localSpan);
    addImport(
      r,
      'module',
      statement,
      read.length === 1 ? statement : span,
      module,
      moduleSpan,
      [name],
      [alias < 0 ? from : alias],
    );
  }
}

function readImportedName(r: Reader, names: ImportedName[], tokens: number[]): void {
  const token = r.at;
  if (!expect(r, NAME)) return;
  const alias = readAs(r);
  const bound = alias < 0 ? token : alias;
  const span = spanOf(r, token, bound);
  const nameSpan = spanOf(r, token, token);
  const localSpan = alias < 0 ? undefined : spanOf(r, alias, alias);
  names.push(
    new ImportedNameRecord(nameAt(r, token), nameAt(r, bound), span, nameSpan, r.typeOnly, localSpan),
  );
  tokens.push(bound);
}

/** `from ..a.b import c as d, (e)`. */
function readFromImport(r: Reader, first: number): void {
  r.at++;
  const moduleFirst = r.at;
  let module = '';
  for (let kind = r.kinds[r.at]; kind === DOT || kind === ELLIPSIS; kind = r.kinds[r.at]) {
    module += kind === DOT ? '.' : '...';
    r.at++;
  }
  if (module === '' || r.kinds[r.at] === NAME) module += readModuleName(r);
  const moduleSpan = r.failed ? undefined : spanOf(r, moduleFirst, r.at - 1);
  if (!expect(r, IMPORT) || moduleSpan === undefined) return;
  if (module === '__future__' && (r.futurePlace === 2 || r.block !== 0)) {
    complain(r, first, 'from __future__ imports must occur at the beginning of the file');
  }

  const names: ImportedName[] = [];
  const tokens: number[] = [];
  if (r.kinds[r.at] === STAR) {
    const span = spanOf(r, r.at, r.at);
    if (r.blocks[currentScope(r)]!.kind !== 'module')
      complain(r, r.at, 'import * only allowed at module level');
    names.push(new ImportedNameRecord('*', undefined, span, span, r.typeOnly, undefined));
    tokens.push(-1);
    r.at++;
  } else if (r.kinds[r.at] === LPAR) {
    r.at++;
    do {
      if (names.length > 0) {
        r.at++;
        if (r.kinds[r.at] === RPAR) break;
      }
      readImportedName(r, names, tokens);
    } while (r.kinds[r.at] === COMMA);
    expect(r, RPAR);
  } else {
    do {
      if (names.length > 0) r.at++;
      readImportedName(r, names, tokens);
    } while (r.kinds[r.at] === COMMA);
    if (names.length === 0) return;
  }
  // What could be read of a broken import still says what is imported.
  const last = r.failed ? r.at : r.at - 1;
  const statement = spanOf(r, first, Math.max(first, r.failed ? last - 1 : last));
  addImport(r, 'from', statement, statement, module, moduleSpan, names, tokens);
}

/** The import statement at the next token, `lazy` before it or not. */
export function readImport(r: Reader): void {
  const first = r.at;
  if (r.kinds[r.at] === NAME) r.at++;
  if (r.kinds[r.at] === FROM) readFromImport(r, first);
  else if (r.kinds[r.at] === IMPORT) readModuleImport(r, first);
  else fail(r);
}
