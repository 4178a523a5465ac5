import type {
  E2eHeadersData,
  ProbeData,
  RefusalCase,
  RefusalData,
  TokenData,
  TransportData,
} from '../../livecheck/observations.ts';
import { closeCodes } from '../../livecheck/protocol.ts';
import { duration } from '../wording.ts';
import { facts, type Cell, type Table } from './table.ts';

type Authentication =
  | RefusalData
  | E2eHeadersData
  | TokenData
  | TransportData
  | Extract<ProbeData, { readonly kind: 'auth-none' }>;

/** What became of good, bad and lacking tokens. */
export function authenticationTables(data: Authentication): readonly Table[] {
  switch (data.kind) {
    case 'jwt':
      return tokenTables(data);
    case 'auth-none':
      return [refusals('A connection without a token', [{ ...data, token: 'none', errorCode: null }])];
    case 'refusals':
      return [refusals('Connections that should be refused', data.cases)];
    case 'e2e-headers':
      return [
        facts('End-to-end test headers', [
          ['Sent', data.sent.join(', ') || 'none'],
          ['Effect', effects[data.effect]],
          ['User with them', data.userWith],
          ['User without', data.userWithout],
        ]),
      ];
    case 'transports':
      return [transports(data)];
  }
}

const transports = ({ ways }: TransportData): Table => ({
  caption: 'A good token, brought in one way alone',
  head: ['Way', 'Answer', 'Taken for'],
  rows: ways.map(({ way, status, user }) => [
    wayWords[way],
    status === null ? 'no welcome' : `HTTP ${status}`,
    user ?? 'nobody',
  ]),
});

const wayWords: Readonly<Record<TransportData['ways'][number]['way'], string>> = {
  header: 'Authorization header',
  subprotocol: 'subprotocol',
  query: 'query of the address',
};

type Case = Omit<RefusalCase, 'token'> & { readonly token: RefusalCase['token'] | 'none' };

const refusals = (caption: string, cases: readonly Case[]): Table => ({
  caption,
  head: ['Token', 'Outcome', 'Code', 'Error', 'Taken for'],
  rows: cases.map(({ token, outcome, status, closeCode, errorCode, userShown }) => [
    token,
    outcomes[outcome],
    codeOf(status, closeCode),
    errorCode ?? '',
    userShown ?? 'nobody',
  ]),
});

/** Whether a refusal is a good one its code decides, and the probe says so. */
const outcomes: Readonly<Record<RefusalCase['outcome'], Cell>> = {
  accepted: { text: 'accepted', mark: 'fail' },
  'refused-http': 'refused at the upgrade',
  'refused-close': 'refused with a close',
  other: 'neither accepted nor refused',
};

function codeOf(status: number | null, closeCode: number | null): string {
  if (closeCode !== null) return `${closeCode} ${closeCodes[closeCode] ?? ''}`.trim();
  return status === null ? '' : `HTTP ${status}`;
}

const effects: Readonly<Record<E2eHeadersData['effect'], string>> = {
  impersonation: 'with them a forged token is taken for the user it names',
  bypass: 'with them a forged token is let in, as somebody else',
  none: 'none: a forged token is refused with and without them',
  'not-observable': 'not observable here',
};

function tokenTables({ alg, claims, lifetimeSeconds, secondsLeft, missing, clockSkewSeconds }: TokenData) {
  const seconds = (value: number): string =>
    value < 0 ? `over for ${seconds(-value)}` : duration(value * 1000);
  return [
    facts('The token', [
      ['Signed with', alg ?? 'nothing'],
      ['Lifetime', lifetimeSeconds === null ? null : seconds(lifetimeSeconds)],
      ['Left', secondsLeft === null ? null : seconds(secondsLeft)],
      ['Lacks', missing.join(', ') || 'nothing'],
      ['Clock', clockWords(clockSkewSeconds)],
    ]),
    facts(
      'Its claims',
      Object.entries(claims).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : String(value),
      ]),
    ),
  ];
}

function clockWords(skew: number | null): string | null {
  if (skew === null) return null;
  if (skew === 0) return "the server's and this machine's agree";
  return `this machine's is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} the server's`;
}
