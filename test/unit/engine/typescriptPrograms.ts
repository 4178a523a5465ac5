import fc from 'fast-check';

/** A module of a workspace around it, so that the compiler can say what is wrong with it. */
export interface TypeScriptProgram {
  readonly files: ReadonlyMap<string, string>;
  /** The path of the module that is generated. */
  readonly file: string;
}

const config = `{
  "sources": [
    {
      "id": "service",
      "language": "typescript",
      "module": "src/realtime/socketService",
      "factory": { "name": "openSocketService", "context": "session" },
      "classes": ["SocketService"],
      "legacyModules": ["src/legacy/socketService", "src/legacy/index", "src/legacy/defaults", "src/legacy/double", "src/old/sockets"],
      "legacyFactories": ["createSocketService"],
      "owners": ["src/realtime/**"],
      "context": { "names": ["session"] }
    }
  ]
}
`;

function workspace(isAsync: boolean): Map<string, string> {
  const [async, type] = isAsync ? ['async ', 'Promise<SocketService>'] : ['', 'SocketService'];
  return new Map([
    ['ssot.config.json', config],
    [
      'src/realtime/socketService.ts',
      `export interface SocketOptions {\n  url: string;\n}\n\nexport class SocketService {\n  readonly sent: string[] = [];\n  constructor(readonly session: string) {}\n}\n\nexport ${async}function openSocketService(session: string): ${type} {\n  return new SocketService(session);\n}\n`,
    ],
    [
      'src/legacy/socketService.ts',
      `export { SocketService, type SocketOptions } from '../realtime/socketService';\nexport const retries = 3;\n`,
    ],
    [
      'src/legacy/index.ts',
      `export * from './socketService';\nexport { SocketService as Sockets } from './socketService';\n`,
    ],
    [
      'src/legacy/defaults.ts',
      `export { SocketService as default } from '../realtime/socketService';\nexport const limit = 1;\n`,
    ],
    [
      'src/legacy/double.ts',
      `export class SocketService {\n  readonly sent: string[] = [];\n  constructor(readonly session: string) {}\n}\n`,
    ],
  ]);
}

/** One import statement: its text, and what it binds. `@` becomes a number of its own. */
interface Import {
  readonly text: string;
  /** Names of the class as values; a namespace is given with its member. */
  readonly classes: readonly string[];
  /** Names of types, and of other values, to be used once. */
  readonly types?: readonly string[];
  readonly values?: readonly string[];
  /** JavaScript has no such import. */
  readonly typed?: true;
}

const imports: readonly Import[] = [
  {
    text: `import { SocketService as A@ } from '../legacy/socketService';`,
    classes: ['A@'],
  },
  {
    text: `import { SocketService as B@, retries as r@ } from '../legacy';`,
    classes: ['B@'],
    values: ['r@'],
  },
  { text: `import { Sockets as C@ } from "../legacy"`, classes: ['C@'] },
  { text: `import D@ from '../legacy/defaults';`, classes: ['D@'] },
  {
    text: `import E@, { limit as l@ } from '../legacy/defaults';`,
    classes: ['E@'],
    values: ['l@'],
  },
  { text: `import * as n@ from '../legacy/socketService';`, classes: ['n@.SocketService'], values: ['n@'] },
  { text: `import { SocketService as F@ } from '../legacy/double';`, classes: ['F@'] },
  { text: `import { SocketService as G@ } from '../old/sockets';`, classes: ['G@'] },
  { text: `import { SocketService as H@ } from '../realtime/socketService';`, classes: ['H@'] },
  {
    text: `import type { SocketService as T@, SocketOptions as O@ } from '../legacy/socketService';`,
    classes: [],
    types: ['T@', 'O@'],
    typed: true,
  },
  {
    text: `import { type SocketOptions as P@, SocketService as I@ } from '../legacy/socketService';`,
    classes: ['I@'],
    types: ['P@'],
    typed: true,
  },
  {
    text: `import type { SocketService as U@ } from '../legacy';`,
    classes: [],
    types: ['U@'],
    typed: true,
  },
  { text: `export { SocketService as X@ } from '../legacy/socketService';`, classes: [] },
  { text: `export { SocketService as Y@, retries as s@ } from '../legacy';`, classes: [] },
  { text: `export type { SocketOptions as Z@ } from '../legacy/socketService';`, classes: [], typed: true },
  { text: `import '../legacy/socketService';`, classes: [] },
];

/** The first import of the class under its own name: at most one of these. */
const plainImports: readonly Import[] = [
  { text: `import { SocketService } from '../legacy/socketService';`, classes: ['SocketService'] },
  {
    text: `import { SocketService, retries } from '../legacy';`,
    classes: ['SocketService'],
    values: ['retries'],
  },
  { text: `import { SocketService } from '../realtime/socketService';`, classes: ['SocketService'] },
  { text: `import SocketService from '../legacy/defaults';`, classes: ['SocketService'] },
  { text: `import { SocketService } from '../old/sockets';`, classes: ['SocketService'] },
];

interface Use {
  /** `$` is the class. */
  readonly text: string;
  readonly typed?: true;
}

const uses: readonly Use[] = [
  { text: `export const f@ = (session) => new $(session);` },
  { text: `export function f@(session) {\n  return new $(session).sent;\n}` },
  { text: `export async function f@(session) {\n  const made = new $(session);\n  return made.sent;\n}` },
  { text: `export async function f@(session) {\n  return [new $(session), $];\n}` },
  { text: `export function f@(session, made = new $(session)) {\n  return made;\n}` },
  { text: `export async function f@(session, made = new $(session)) {\n  return made;\n}` },
  { text: `export class K@ {\n  made = new $('all');\n}` },
  { text: `export class K@ {\n  static made = new $('all');\n}` },
  {
    text: `export class K@ {\n  async open(session) {\n    this.made = new $(session);\n  }\n  made;\n}`,
  },
  { text: `export class K@ extends $ {}` },
  {
    text: `export async function f@(session) {\n  try {\n    return new $(session);\n  } catch {\n    return undefined;\n  }\n}`,
  },
  { text: `export const g@ = (value) => value instanceof $;` },
  { text: `export const h@ = { $name: $ };` },
  { text: `export const m@ = new $('all');` },
  { text: `export async function f@(session) {\n  return [session].map((each) => new $(each));\n}` },
  {
    text: `export async function f@(session: string): Promise<$> {\n  return new $(session);\n}`,
    typed: true,
  },
  {
    text: `export function f@(session: string): $ {\n  const made: $ = new $(session);\n  return made;\n}`,
    typed: true,
  },
  { text: `export const t@: { readonly made?: $ } = {};`, typed: true },
  { text: `export type V@ = typeof $;`, typed: true },
  { text: `export const o@ = <T extends $>(made: T): $[] => [made];`, typed: true },
];

/** Modules that import the class of a source in many ways and use whatever they import. */
export const typescriptProgram: fc.Arbitrary<TypeScriptProgram> = fc
  .record({
    isAsync: fc.boolean(),
    extension: fc.constantFrom('ts', 'tsx', 'js', 'mjs'),
    plain: fc.option(fc.constantFrom(...plainImports)),
    others: fc.array(fc.constantFrom(...imports), { maxLength: 3 }),
    uses: fc.array(fc.tuple(fc.constantFrom(...uses), fc.nat()), { maxLength: 4 }),
    dynamic: fc.boolean(),
  })
  .map(({ isAsync, extension, plain, others, uses: chosen, dynamic }) => {
    const isTyped = extension.startsWith('ts');
    let number = 0;
    const all = [...(plain ? [plain] : []), ...others]
      .filter(({ typed }) => isTyped || !typed)
      .map(({ text, classes, types = [], values = [] }) => {
        const own = String(number++);
        const numbered = (names: readonly string[]): string[] =>
          names.map((name) => name.replaceAll('@', own));
        return {
          text: text.replaceAll('@', own),
          classes: numbered(classes),
          types: numbered(types),
          values: numbered(values),
        };
      });
    const classes = all.flatMap((each) => each.classes);
    const wanted = chosen.filter(([{ typed }]) => isTyped || !typed);
    const body = wanted.flatMap(([{ text }, at], index) => {
      const name = classes[at % Math.max(classes.length, 1)];
      if (name === undefined) return [];
      return [
        annotated(text, isTyped)
          .replaceAll('@', String(index))
          .replaceAll('$name', 'named')
          .replaceAll('$', name),
      ];
    });
    const left = classes.filter((name) => !body.some((text) => text.includes(name)));
    const values = [...new Set([...left, ...all.flatMap((each) => each.values)])];
    if (values.length > 0) body.push(`export const used = [${values.join(', ')}];`);
    all
      .flatMap((each) => each.types)
      .forEach((type, at) => body.push(`export let typed${at}: ${type} | undefined;`));
    if (dynamic)
      body.push(
        `export async function load() {\n  const { SocketService } = await import('../legacy/socketService');\n  return SocketService;\n}`,
      );
    const text = `${[...all.map((each) => each.text), '', ...body].join('\n')}\n`;
    const file = `src/app/chat.${extension}`;
    return { files: new Map([...workspace(isAsync), [file, text]]), file };
  });

/** Parameters have types in TypeScript; JavaScript is checked without. */
function annotated(text: string, isTyped: boolean): string {
  if (!isTyped) return text;
  return text
    .replaceAll(/(?<!new \$)\(session(?=[,)])/g, '(session: string')
    .replaceAll('(value)', '(value: unknown)')
    .replace('  made;\n', '  made: unknown;\n');
}
