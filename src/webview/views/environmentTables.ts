import type { CertificateData, HealthDeepData } from '../../livecheck/observations.ts';
import { counted, duration, stateWords } from '../wording.ts';
import { facts, type Table } from './table.ts';

/** What the endpoints behind `/health` say, and whether they contradict it. */
export const deepHealthTable = ({ endpoints, contradiction }: HealthDeepData): Table => ({
  caption: contradiction
    ? 'Endpoints; /health says healthy, and one of these does not'
    : 'Endpoints behind /health',
  head: ['Endpoint', 'Answer', 'State', 'Not well', 'Time'],
  rows: endpoints.map(({ path, status, state, degraded, ms, verdict }) => [
    path,
    { text: status === null ? 'no answer' : `HTTP ${status}`, mark: verdict },
    state ?? stateWords[verdict].toLowerCase(),
    degraded.join(', ') || 'nothing named',
    duration(ms),
  ]),
});

export const certificateTable = (data: CertificateData): Table =>
  facts('The certificate', [
    ['For', data.subject],
    ['Names', data.names.join(', ') || 'none'],
    ['Issued by', data.issuer],
    ['Good until', `${data.validTo} (${leftWords(data.daysLeft)})`],
    ['Protocol', data.protocol],
  ]);

const leftWords = (days: number): string =>
  days < 0 ? `over for ${counted(-days, 'day', 'days')}` : `${counted(days, 'day', 'days')} left`;
