import fc from 'fast-check';

const exported: Readonly<Record<string, readonly string[]>> = {
  '../legacy/socketService': ['SocketService', 'SocketOptions', 'retries'],
  '../legacy': ['SocketService', 'Sockets', 'retries'],
  '../old/sockets': ['SocketService', 'createSocketService'],
  '../realtime/socketService': ['SocketService', 'openSocketService'],
  elsewhere: ['SocketService', 'other'],
};

function importStatement(): fc.Arbitrary<string[]> {
  return fc
    .constantFrom(...Object.keys(exported))
    .chain((module) =>
      fc.record({
        module: fc.constant(module),
        names: fc.array(
          fc.tuple(
            fc.constantFrom(...exported[module]!),
            fc.option(fc.constantFrom('Service', 'again_@')),
            fc.boolean(),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        layout: fc.constantFrom(
          'plain',
          'plain',
          'comment',
          'lines',
          'above',
          'type',
          'export',
          'packed',
          'default',
          'namespace',
          'pattern',
          'star',
          'effect',
        ),
        comments: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        quote: fc.constantFrom("'", '"'),
      }),
    )
    .map(({ module, names, layout, comments, quote }) => {
      const items = names.map(
        ([name, alias, typed]) =>
          `${typed && layout !== 'type' ? 'type ' : ''}${name}${alias === null ? '' : ` as ${alias}`}`,
      );
      const from = `from ${quote}${module}${quote}~`;
      switch (layout) {
        case 'comment':
          return [`import { ${items.join(', ')} } ${from} // c@`];
        case 'lines':
          return [
            'import {',
            ...items.map((item, index) => `  ${item},${comments[index] ? ' // c@' : ''}`),
            `} ${from}`,
          ];
        case 'above':
          return [
            'import {',
            ...items.flatMap((item, index) => [...(comments[index] ? ['  // c@'] : []), `  ${item},`]),
            `} ${from}`,
          ];
        case 'default':
          return [`import whole_@, { ${items.join(', ')} } ${from}`];
        case 'namespace':
          return [
            `import * as space_@ ${from}`,
            ...names.map(([name]) => `export const use_@ = space_#.${name}~`),
          ];
        case 'pattern': {
          const properties = names.map(([name, alias]) => (alias === null ? name : `${name}: ${alias}`));
          return [`const { ${properties.join(', ')} } = require(${quote}${module}${quote})~`];
        }
        case 'star':
          return [`export * ${from}`];
        case 'effect':
          return [`import ${quote}${module}${quote}~`];
        case 'type':
          return [`import type { ${items.join(', ')} } ${from}`];
        case 'export':
          return [`export { ${items.join(', ')} } ${from}`];
        case 'packed':
          return [`import { ${items.join(', // c@\n')} } ${from}`];
        case 'plain':
          return [`import { ${items.join(', ')} } ${from}`];
      }
    });
}

function statement(): fc.Arbitrary<string[]> {
  const call = fc.constantFrom(
    'new SocketService(session)',
    'new SocketService',
    'new Service(session).session',
    'createSocketService(session)',
    'await createSocketService(session)',
    'openSocketService(session)',
    'new SocketService<string>(session)!',
  );
  return fc.oneof(
    call.map((text) => [
      `export async function f_@(session: string) {`,
      '  const mark_@ = session~',
      `  ${text}~`,
      `  return ${text}~`,
      '}',
    ]),
    call.map((text) => [`export const g_@ = (session: string) => ({ SocketService, it: ${text} })~`]),
    fc
      .constantFrom(
        'const mark_@ = @~',
        'export const h_@: SocketOptions | undefined = undefined~',
        'export { SocketService }~',
      )
      .map((line) => [line]),
  );
}

/** The lines of an import whose namespace has a name of its own, by which those behind it use it. */
function namespaceOf(lines: readonly string[], index: number): string[] {
  return lines.map((line) => line.replace('space_@', `space${index}`).replace('space_#', `space${index}`));
}

/** TypeScript modules with imports of a source's names in many layouts, and constructions, with and without semicolons. */
export const typescriptModule: fc.Arbitrary<string> = fc
  .record({
    imports: fc.array(importStatement(), { minLength: 1, maxLength: 5 }),
    body: fc.array(statement(), { maxLength: 4 }),
    semicolons: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    mark: fc.boolean(),
    ends: fc.boolean(),
  })
  .map(({ imports, body, semicolons, lineEnd, mark, ends }) => {
    let number = 0;
    const text = [...imports.map(namespaceOf), ...body]
      .flat()
      .join('\n')
      .replaceAll('@', () => String(number++))
      .replaceAll('~', semicolons ? ';' : '')
      .replaceAll('\n', lineEnd);
    return (mark ? '\uFEFF' : '') + text + (ends ? lineEnd : '');
  });
