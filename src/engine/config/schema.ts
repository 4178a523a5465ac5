/**
 * The one definition of `ssot.config.json`. The JSON schema in `schema/`, the types and the checks all come from here.
 */
import { z } from 'zod';

export const ruleIds = [
  'legacy-import',
  'broken-import',
  'direct-construction',
  'factory-misuse',
  'legacy-string-reference',
  'look-alike-class',
  'unused-suppression',
] as const;

export type RuleId = (typeof ruleIds)[number];

const ruleId = z.enum(ruleIds);
const severity = z.enum(['error', 'warning', 'info', 'off']);
export type Severity = z.infer<typeof severity>;

const text = z.string().min(1);
const glob = text.describe(
  'A glob, matched against paths relative to the configuration’s folder, with / between folders.',
);
const globs = z.array(glob);

const factory = z
  .strictObject({
    name: text.describe('The function that hands out the manager. May be dotted: `Class.method`.'),
    context: text
      .optional()
      .describe(
        'The parameter that takes the user’s context. Without it the factory is called with no context.',
      ),
  })
  .describe('Whether the factory is async is read from the code, not configured.');

const context = z
  .strictObject({
    names: z
      .array(text)
      .describe('Variables and parameters that hold a user context wherever they are in scope.'),
    types: z
      .array(text)
      .describe('Classes: a parameter or variable that is annotated with one holds a user context.'),
  })
  .partial();

const source = z.strictObject({
  id: text.describe('A name for this source of truth. Sources of the same id are merged with `extends`.'),
  language: z.enum(['python', 'typescript']).default('python'),
  module: text
    .describe(
      'The canonical module: dotted for Python (`pkg.core.manager`), for TypeScript a path from the configuration’s folder without extension, a glob that matches one file, or the name of a package of the workspace. Without it the legacy modules are tracked, and nothing is said to take their place.',
    )
    .default(''),
  factory: factory.optional(),
  classes: z.array(text).default([]).describe('The classes that only the factory may construct.'),
  typeName: text.optional().describe('What annotations, isinstance and Mock(spec=) should name.'),
  legacyModules: z
    .array(text)
    .default([])
    .describe(
      'Modules that still offer the source’s names and must not be imported from. For TypeScript also globs, each for all files that it matches.',
    ),
  legacyFactories: z.array(text).default([]).describe('Functions that the factory replaces.'),
  owners: globs
    .default([])
    .describe('Files that implement the source. They are never flagged and never rewritten.'),
  lookAlikes: z.array(text).default([]).describe('Class names, with `*`, that suggest a copy of the source.'),
  context: context.default({}).describe('Where a user context is found when a construction names none.'),
  dropKeywords: z.array(text).default([]).describe('Keyword arguments that the factory makes unnecessary.'),
  constructible: z.boolean().default(true).describe('False where the classes may be constructed directly.'),
  singletons: z
    .array(text)
    .default([])
    .describe('TypeScript: exported instances that must come from the factory.'),
});

const phase = z.strictObject({
  id: text,
  title: text,
  rules: z.array(ruleId),
  target: z.iso.date().optional().describe('The day by which nothing of it should be left, as `2027-03-31`.'),
});

const target = z.strictObject({
  label: text.optional(),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .describe('The backend’s origin. Sockets are opened on the same host.'),
  authUrl: z.url({ protocol: /^https?$/ }).optional(),
  webSocketPaths: z.array(z.string().startsWith('/')).min(1).default(['/ws', '/api/v1/websocket']),
  service: text.optional().describe('The `service` that GET /health must name.'),
});

/** A nearer file may give only the keys in which it differs from a preset's source of the same id. */
const writtenSource = source.extend({ module: source.shape.module.unwrap().optional() });

export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    extends: z.array(text).default([]).describe('Presets to start from: `preset:netra`.'),
    roots: z.array(text).default(['.']).describe('Folders in which Python module names start.'),
    sources: z.array(writtenSource).default([]),
    phases: z.array(phase).default([]),
    rules: z
      .partialRecord(ruleId, severity)
      .default({})
      .describe('Severity by rule. `off` turns a rule off.'),
    exclude: globs.default([]).describe('Files that are not looked at. An empty list empties a preset’s.'),
    production: globs.default([]).describe('Files that run in production.'),
    tests: globs.default([]).describe('Files that hold tests and their doubles.'),
    staging: z
      .strictObject({ targets: z.record(text, target).default({}) })
      .default({ targets: {} })
      .describe('Where the live check connects. Secrets never stand here.'),
  })
  .describe('SSOT Migrator: sources of truth, rules and staging targets of one folder.');

/** What a configuration must be once its presets are merged in. */
export const completeConfigSchema = configSchema.extend({ sources: z.array(source) });

export type SourceConfig = z.infer<typeof source>;
export type PhaseConfig = z.infer<typeof phase>;
export type StagingTarget = z.infer<typeof target>;
/** A whole configuration: every key is there, with its default where the file and its presets were silent. */
export type Config = Omit<z.infer<typeof completeConfigSchema>, '$schema' | 'extends'>;
/** A configuration as people write it. */
export type ConfigInput = z.input<typeof configSchema>;
