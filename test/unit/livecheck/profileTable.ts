import {
  probes,
  type ProbeId,
  type ProbeVerdict,
  type VerdictStatus,
} from '../../../src/livecheck/protocol.ts';

/** What a probe says, and the known failure that it names. */
export type Cell = readonly [verdict: ProbeVerdict | 'not-tested', failure: string | null];
type Cells = Partial<Record<ProbeId, Cell>>;

export interface Row {
  readonly status: VerdictStatus;
  readonly cells: Readonly<Record<ProbeId, Cell>>;
  /** `--timeout`: short where a profile lets waits run out. */
  readonly timeout: number;
  /** Whether the waits of the backend itself are what the profile is about. */
  readonly slow: boolean;
}

/** A backend as designed. Those of this table have no certificate to look at. */
const good = Object.fromEntries(
  probes.map(({ id }): [ProbeId, Cell] => [id, [id === 'certificate' ? 'not-tested' : 'pass', null]]),
) as Row['cells'];

/** The cells that differ from those of a good backend. */
const row = (status: VerdictStatus, cells: Cells, more: Partial<Row> = {}): Row => ({
  status,
  cells: { ...good, ...cells },
  timeout: 5,
  slow: false,
  ...more,
});

/** So many probes, each with the same cell. */
const all = (ids: readonly ProbeId[], ...cell: Cell): Cells =>
  Object.fromEntries(ids.map((id) => [id, cell]));

const tokens: readonly ProbeId[] = ['auth-none', 'auth-bad', 'auth-expired'];
const refusals: readonly ProbeId[] = [...tokens, 'e2e-headers'];
const afterWelcome: readonly ProbeId[] = [
  'identity',
  'liveness',
  'close',
  'events',
  'isolation',
  'reconnect',
  'token-transport',
  'error-1011',
];
const afterPath: readonly ProbeId[] = ['handshake', 'welcome', ...afterWelcome, ...refusals];
const withoutPath = all(afterPath, 'skipped', null);

/** Waits run out there: for the application's ping, for agent events. */
const silent = { timeout: 1.5 } as const;

/** What the router of the key commit does to messages, whoever is let in. */
const router: Cells = {
  welcome: ['warn', 'F47'],
  liveness: ['warn', 'F46'],
  events: ['fail', 'F51'],
  'error-1011': ['warn', 'F49'],
};

/** What every probe says of every profile of the embedded backend. `UPDATE_TABLE=1` prints it as it is now. */
export const profileTable: Readonly<Record<string, Row>> = {
  'strict-intended': row('passed', {}),
  'key-commit-relaxed': row(
    'failed',
    {
      ...router,
      isolation: ['fail', 'F57'],
      ...all(tokens, 'fail', 'F30'),
      'e2e-headers': ['fail', 'F31'],
    },
    silent,
  ),
  'key-commit-demo': row(
    'failed',
    {
      ...router,
      identity: ['fail', 'F29'],
      isolation: ['inconclusive', 'F56'],
      reconnect: ['inconclusive', 'F29'],
      'token-transport': ['inconclusive', 'F29'],
      ...all(tokens, 'fail', 'F29'),
      'e2e-headers': ['warn', 'F29'],
    },
    silent,
  ),
  'strict-buggy': row(
    'failed',
    {
      ...router,
      isolation: ['fail', 'F57'],
      ...all(tokens, 'warn', 'F32'),
    },
    silent,
  ),
  'legacy-0909': row('passed-with-warnings', {
    welcome: ['warn', 'F48'],
    ...all(tokens, 'warn', 'F32'),
  }),
  'oct-2025': row('passed-with-warnings', { welcome: ['warn', 'F47'] }),
  'no-subprotocol-echo': row('passed-with-warnings', {
    handshake: ['warn', 'F23'],
    'token-transport': ['warn', 'F23'],
  }),
  'not-ready-403': row('failed', {
    'health-deep': ['warn', 'F17'],
    'ws-path': ['fail', 'F17'],
    ...withoutPath,
  }),
  'queued-500': row('failed', {
    'health-deep': ['warn', 'F17'],
    'ws-path': ['fail', 'F17'],
    ...withoutPath,
  }),
  'manager-none-1011': row('failed', {
    welcome: ['fail', 'F50'],
    ...all(afterWelcome, 'skipped', null),
    ...all(refusals, 'inconclusive', 'F50'),
  }),
  'close-1000-before-welcome': row('failed', {
    welcome: ['fail', 'F41'],
    ...all(afterWelcome, 'skipped', null),
    ...all(refusals, 'inconclusive', 'F41'),
  }),
  leaky: row('failed', { isolation: ['fail', 'F57'] }),
  'events-missing': row('failed', { events: ['fail', 'F51'] }, silent),
  'events-out-of-order': row('passed-with-warnings', { events: ['warn', null] }),
  'slow-cold-start': row(
    'passed-with-warnings',
    { health: ['warn', 'F17'], 'ws-path': ['warn', 'F17'] },
    { slow: true },
  ),
  'frontend-health': row('failed', {
    health: ['fail', 'F05'],
    'health-deep': ['inconclusive', 'F05'],
    'ws-path': ['fail', 'F01'],
    ...withoutPath,
  }),
  'armor-429': row('failed', {
    health: ['fail', 'F07'],
    ...all(['health-deep', 'ws-path'], 'skipped', null),
    ...withoutPath,
  }),
  'health-503-startup': row('failed', {
    health: ['fail', 'F10'],
    'health-deep': ['fail', 'F17'],
    'ws-path': ['fail', 'F17'],
    ...withoutPath,
  }),
  'health-ok-api-degraded': row('passed-with-warnings', { 'health-deep': ['warn', 'F15'] }),
};
