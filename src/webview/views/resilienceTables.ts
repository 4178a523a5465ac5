import type {
  ErrorHandlingData,
  ErrorProbe,
  IdentityMatch,
  ReconnectData,
} from '../../livecheck/observations.ts';
import { duration } from '../wording.ts';
import { facts, type Table } from './table.ts';

const sentWords: Readonly<Record<ErrorProbe['sent'], string>> = {
  'invalid-json': 'invalid JSON',
  'unknown-type': 'an unknown type',
  oversize: 'a message that is too large',
  array: 'an array',
  'abrupt-close': 'an abrupt close',
};

/** Each bad message, what a backend that handles it does, and what this one did. */
export const errorTable = ({ probes }: ErrorHandlingData): Table => ({
  caption: 'Messages that are not valid',
  head: ['Sent', 'Expected', 'Observed', 'Code', 'Socket'],
  rows: probes.map(({ sent, expected, observed, closeCode, errorCode, survived, verdict }) => [
    sentWords[sent],
    expected,
    { text: observed, mark: verdict },
    [closeCode === null ? '' : String(closeCode), errorCode ?? ''].filter((each) => each !== '').join(' '),
    survived ? 'stays open' : 'is gone',
  ]),
});

/** The attempts to connect anew, and whose the socket is then. */
export const reconnectTables = (
  { attempts, identity }: ReconnectData,
  words: Readonly<Record<IdentityMatch, string>>,
): readonly Table[] => [
  {
    caption: 'Attempts to connect anew',
    head: ['Attempt', 'Waited before', 'Took', 'Outcome'],
    rows: attempts.map(({ delayMs, ms, outcome }, index) => [
      String(index + 1),
      duration(delayMs),
      duration(ms),
      { text: outcome, mark: outcome === 'welcomed' ? 'pass' : 'fail' },
    ]),
  },
  facts('Whose the new socket is', [['Its user', words[identity]]]),
];
