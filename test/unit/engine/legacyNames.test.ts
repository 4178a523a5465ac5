import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { legacyNames } from '../../../src/engine/legacyNames.ts';
import { applyEdits } from '../../../src/engine/text.ts';
import { parseArchive } from './archive.ts';
import { openMemory } from './memoryWorkspace.ts';

const bases = Object.fromEntries(
  ['python', 'typescript'].map((language) => [
    language,
    parseArchive(
      readFileSync(join(import.meta.dirname, `../../fixtures/engine/${language}/base.txtar`), 'utf8'),
    ).files,
  ]),
);

/** The legacy names of a text in the chat backend, or its frontend. */
function namesIn(file: string, text: string) {
  const base = bases[file.endsWith('.py') ? 'python' : 'typescript']!;
  const { analysis } = openMemory(new Map([...base, [file, text]]));
  const shown = analysis.check(file).filter(({ suppressed, intentional }) => !suppressed && !intentional);
  return { names: legacyNames(analysis.context(file)!, shown), shown };
}

/** The text with each of them between tildes. */
function struck(file: string, text: string): string {
  const edits = namesIn(file, text).names.map(({ span }) => ({
    span,
    text: `~${text.slice(span.start, span.end)}~`,
  }));
  return applyEdits(text, edits);
}

describe('legacy names in Python', () => {
  it.each([
    [
      'an import that brings others too',
      'from chat.realtime.compat import helper, ~SocketHub~\n\nprint(helper(), ~SocketHub~)\n',
    ],
    [
      'the imported half of a name that is called something else, and its uses',
      'from chat.realtime.old_hub import (\n    ~SocketHub~ as Old,\n)\n\n\ndef f(hub: "~Old~") -> ~Old~:\n    return hub\n',
    ],
    [
      'what is read through a module',
      'import chat.realtime.compat as compat\n\ncompat.helper()\nfirst = compat.~SocketHub~\nsecond = compat.~SocketHub~.mode\n',
    ],
    [
      'not a use that may be the canonical one',
      'try:\n    from chat.realtime.hub import SocketHub\nexcept ImportError:\n    from chat.realtime.compat import ~SocketHub~\n\nprint(SocketHub)\n',
    ],
    [
      'not a local name that hides it',
      'from chat.realtime.compat import ~SocketHub~\n\n\ndef f(SocketHub):\n    return SocketHub\n',
    ],
    ['nothing of a star', 'from chat.realtime import *\n\nprint(SocketHub)\n'],
    [
      'nothing that is suppressed',
      'from chat.realtime.compat import SocketHub  # ssot-disable-line legacy-import -- later\n\nprint(SocketHub)\n',
    ],
  ])('are struck through: %s', (_name, expected) => {
    expect(struck('chat/page.py', expected.replaceAll('~', ''))).toBe(expected);
  });

  it('belong to the import that brings them', () => {
    const { names, shown } = namesIn(
      'chat/page.py',
      'from chat.sockets import Sockets, encode\nfrom chat.realtime.compat import SocketHub\n\nprint(SocketHub, encode)\n',
    );
    expect(names.map(({ violation }) => shown.indexOf(violation))).toEqual([0, 0, 1, 1, 0]);
  });

  it('say what replaces them', () => {
    const { names } = namesIn('chat/page.py', 'from chat.sockets import Sockets, encode\n');
    expect(names.map(({ message }) => message)).toEqual([
      'Sockets is legacy; take HubEngine from chat.realtime.hub.',
      'encode is legacy; take it from chat.realtime.hub.',
    ]);
  });
});

describe('legacy names in TypeScript', () => {
  it.each([
    [
      'an import that brings others too',
      "import { ~SocketService~, retries } from './legacy/socketService';\nexport const open = (it: ~SocketService~) => [it, retries];\n",
    ],
    [
      'the imported half of a name that is called something else, and its uses',
      "import { ~SocketService~ as Old } from './legacy/socketService';\nexport class Mine extends ~Old~ {}\n",
    ],
    [
      'a re-export, by the name that it has there',
      "export { ~SocketService~ as Service, retries } from './legacy/socketService';\n",
    ],
    [
      'a name that is exported later, once though it is a type and a value',
      "import { ~Sockets~ } from './legacy/index';\nexport { ~Sockets~ };\n",
    ],
    [
      'what is read through a namespace',
      "import * as legacy from './legacy/socketService';\nexport const all = [legacy.retries, legacy.~SocketService~, legacy.~SocketService~.name];\nexport type It = legacy.~SocketService~;\n",
    ],
    [
      'what is taken out of a namespace, by its key',
      "import * as legacy from './legacy/socketService';\nconst { ~SocketService~: Mine, retries } = legacy;\nexport { Mine, retries };\n",
    ],
    [
      'a type that is imported where it is used',
      "export type It = import('./legacy/socketService').~SocketService~;\n",
    ],
    [
      'what a module that is loaded later is taken apart into',
      "export async function open() {\n  const { ~SocketService~, retries } = await import('./legacy/socketService');\n  return [~SocketService~, retries];\n}\n",
    ],
    ['nothing of a star', "export * from './legacy/socketService';\n"],
    ['nothing of a module that is exported whole', "export * as legacy from './legacy/socketService';\n"],
    [
      'what stands on a line of its own, unless members behind it do too',
      "import * as legacy from './legacy/socketService';\nexport const all = [\n  legacy\n    .~SocketService~,\n  legacy.SocketService\n    .name,\n];\n",
    ],
  ])('are struck through: %s', (_name, expected) => {
    expect(struck('src/page.ts', expected.replaceAll('~', ''))).toBe(expected);
  });
});
