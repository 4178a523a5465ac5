import { isLegible, isMessage, printable, typeOf } from './message.ts';
import type { Evidence, EvidenceDetail } from './observations.ts';
import { rounded } from './phases.ts';
import type { ProbeId } from './protocol.ts';
import { redactDeep, type Redact } from './redact.ts';
import type { Frame, SessionWatcher } from './session.ts';

/** Bodies are shown up to this many characters. They are cut after they are redacted: half a token is not recognised. */
const shownBody = 2_000;
/** Frames that are recorded per socket; the rest is counted in one note. */
const recordedFrames = 100;

/** Numbers, redacts and hands on what is seen. */
export interface Recorder {
  readonly record: (title: string, detail: EvidenceDetail) => string;
  /** Records the frames and the close of one socket. */
  readonly watch: () => SessionWatcher;
  readonly evidenceOf: (frame: Frame | null) => string;
  /** Sets the probe that what follows belongs to, and gives the ids recorded since the last call. */
  readonly enter: (probe: ProbeId) => void;
  readonly recorded: () => readonly string[];
}

export function createRecorder(
  redact: Redact,
  sinceStart: () => number,
  publish: (evidence: Evidence) => void,
): Recorder {
  const ids = new WeakMap<Frame, string>();
  let count = 0;
  let last = '';
  let probe: ProbeId = 'health';
  let ofProbe: string[] = [];

  const record = (title: string, detail: EvidenceDetail): string => {
    count += 1;
    last = `E-${String(count).padStart(2, '0')}`;
    ofProbe.push(last);
    publish({
      id: last,
      probe,
      atMs: rounded(sinceStart()),
      title: printable(redact(title), 200),
      detail: cut(redactDeep(detail, redact)),
    });
    return last;
  };

  const watch = (): SessionWatcher => {
    let frames = 0;
    return {
      onFrame(frame) {
        frames += 1;
        if (frames > recordedFrames) return;
        const type = typeOf(frame);
        ids.set(
          frame,
          record(`${frame.direction} ${type ?? frame.opcode}`, {
            kind: 'frame',
            direction: frame.direction,
            opcode: frame.opcode,
            type,
            size: frame.size,
            body: isMessage(frame) && isLegible(frame) ? frame.text : '',
            truncated: false,
            tMs: frame.tMs,
          }),
        );
        if (frames === recordedFrames)
          record('more frames', { kind: 'note', text: 'further frames of this socket are not recorded' });
      },
      onClose(close) {
        record(`closed with ${close.code}`, { kind: 'close', ...close });
      },
    };
  };

  return {
    record,
    watch,
    evidenceOf: (frame) => (frame === null ? last : (ids.get(frame) ?? last)),
    enter(next) {
      probe = next;
      ofProbe = [];
    },
    recorded: () => ofProbe,
  };
}

function cut(detail: EvidenceDetail): EvidenceDetail {
  if (!('body' in detail) || detail.body.length <= shownBody) return detail;
  const body = detail.body.slice(0, shownBody);
  return 'truncated' in detail ? { ...detail, body, truncated: true } : { ...detail, body };
}
