import fc from 'fast-check';

const exported: Readonly<Record<string, readonly string[]>> = {
  'chat.realtime': ['SocketHub', 'HubEngine', 'Frame', 'open_hub'],
  'chat.realtime.compat': ['HubEngine', 'Frame', 'SocketHub', 'helper'],
  'chat.realtime.engine': ['HubEngine', 'Frame', 'encode'],
  'chat.realtime.old_hub': ['HubEngine', 'SocketHub', 'make_hub', 'gone'],
  'chat.realtime.hub': ['SocketHub', 'HubEngine', 'open_hub'],
  '.realtime.compat': ['Frame', 'helper'],
  'chat.sockets': ['Sockets', 'encode'],
};

const word = fc.constantFrom('Hub', 'Engine', 'one', 'session', 'Frame');

function fromImport(): fc.Arbitrary<string[]> {
  return fc
    .constantFrom(...Object.keys(exported))
    .chain((module) =>
      fc.record({
        module: fc.constant(module),
        names: fc.array(fc.tuple(fc.constantFrom(...exported[module]!), fc.option(word)), {
          minLength: 1,
          maxLength: 4,
        }),
        layout: fc.constantFrom('plain', 'plain', 'comment', 'parentheses', 'lines', 'packed', 'backslash'),
        comments: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        comma: fc.boolean(),
      }),
    )
    .map(({ module, names, layout, comments, comma }) => {
      const items = names.map(([name, alias]) => (alias === null ? name : `${name} as ${alias}`));
      const from = `from ${module} import`;
      const note = (index: number, sign = '  #'): string => (comments[index] ? `${sign} c@` : '');
      const last = comma ? ',' : '';
      switch (layout) {
        case 'comment':
          return [`${from} ${items.join(', ')}  # c@`];
        case 'parentheses':
          return [`${from} (${items.join(', ')}${last})`];
        case 'lines':
          return [
            `${from} (${note(0)}`,
            ...items.flatMap((item, index) => [
              ...(comments[(index + 2) % 4] ? ['    # c@'] : []),
              `    ${item}${index < items.length - 1 ? ',' : last}${note(index)}`,
            ]),
            ')',
          ];
        case 'packed':
          return [`${from} (${items.join(`,${note(1)}${comments[1] ? '\n' : ' '}`)}${last})`].flatMap(
            (line) => line.split('\n'),
          );
        case 'backslash':
          return `${from} \\\n    ${items.join(', \\\n    ')}`.split('\n');
        case 'plain':
          return [`${from} ${items.join(', ')}`];
      }
    });
}

function moduleImport(): fc.Arbitrary<string[]> {
  return fc
    .constantFrom(
      'import os',
      'import chat.realtime.compat',
      'import chat.realtime as realtime',
      'import os, secrets',
    )
    .map((line) => [line]);
}

function construction(): fc.Arbitrary<string> {
  const argument = fc.constantFrom(
    'session=session',
    'session=one',
    'mode="fast"',
    '"fast"',
    'session',
    '_token=secrets.token_urlsafe()',
    '_token=(1, # t@\n    2)',
    'other=1',
    '*rest',
    '**rest',
    'session=HubEngine(_token=1)',
  );
  return fc
    .tuple(
      fc.constantFrom(
        'SocketHub',
        'HubEngine',
        'Hub',
        'Engine',
        'make_hub',
        'open_hub',
        'realtime.SocketHub',
      ),
      fc.array(argument, { maxLength: 3 }),
      fc.constantFrom('', '', 'await ', 'lambda: '),
      fc.constantFrom('', '.session', '\n    .session'),
      fc.boolean(),
    )
    .map(([callee, given, before, behind, apart]) => {
      const list =
        apart && given.length > 0 ? `\n        ${given.join(',\n        ')},\n    ` : given.join(', ');
      return `(${before}${callee}(${list})${behind})`;
    });
}

function simple(): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 5, arbitrary: fromImport() },
    { weight: 1, arbitrary: moduleImport() },
    {
      weight: 3,
      arbitrary: construction().map((call) => `value_@ = ${call}  # c@`.split('\n')),
    },
    { weight: 1, arbitrary: fromImport().map((lines) => behindSemicolon(lines)) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(
          'mark_@ = @',
          '# c@',
          'Frame = @',
          '__all__ = ["Frame", "HubEngine"]',
          'print("mark", @)',
          'del Frame',
        )
        .map((line) => [line]),
    },
  );
}

function behindSemicolon([first = '', ...rest]: readonly string[]): string[] {
  const lines = [`mark_@ = @; ${first}`, ...rest];
  const end = lines.length - 1;
  return lines[end]!.includes('#') ? lines : [...lines.slice(0, end), `${lines[end]!}; mark_@ = @`];
}

function compound(): fc.Arbitrary<string[]> {
  const suite = fc.array(simple(), { minLength: 1, maxLength: 3 }).map((each) => each.flat());
  const indented = suite.map((lines) => lines.map((line) => `    ${line}`));
  return fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'def f_@(session):',
          'async def f_@(session):',
          'def f_@(Frame=None, *rest):',
          'class C_@:',
          'if len("@"):',
          'for one in range(1):',
          'with open("@") as session:',
        ),
        indented,
      )
      .map(([head, lines]) => [head, ...lines]),
    fc
      .tuple(indented, fc.constantFrom('ImportError', 'Exception', 'ValueError'), indented)
      .map(([body, caught, handler]) => ['try:', ...body, `except ${caught}:  # c@`, ...handler]),
    fromImport().map(([first = '', ...rest]) => [`if len("@"): ${first}`, ...rest]),
  );
}

/**
 * Python modules as people would not write them: imports of a source's names in every layout and place, and
 * constructions with arguments of all kinds. Every line that is no import and no construction is numbered, and so is
 * every comment, so that a lost one is seen.
 */
export const pythonModule: fc.Arbitrary<string> = fc
  .record({
    body: fc.array(
      fc.oneof({ maxDepth: 2 }, { weight: 4, arbitrary: simple() }, { weight: 2, arbitrary: compound() }),
      { minLength: 1, maxLength: 7 },
    ),
    tabs: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
    mark: fc.boolean(),
    ends: fc.boolean(),
    formFeed: fc.boolean(),
  })
  .map(({ body, tabs, lineEnd, mark, ends, formFeed }) => {
    let number = 0;
    const lines = body
      .flat()
      .map((line) => line.replaceAll('@', () => String(number++)))
      .map((line) => (tabs ? line.replace(/^(?: {4})+/, (spaces) => '\t'.repeat(spaces.length / 4)) : line));
    if (formFeed) lines.splice(1, 0, '\f');
    return (mark ? '\uFEFF' : '') + lines.join(lineEnd) + (ends ? lineEnd : '');
  });
