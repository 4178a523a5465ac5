import { describe, expect, it } from 'vitest';
import { badMessages, judgeMessage, type MessageOutcome } from '../../../src/livecheck/probes/badMessages.ts';
import type { ErrorHandlingData } from '../../../src/livecheck/observations.ts';
import type { ProbeResult } from '../../../src/livecheck/protocol.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictWelcome, withSockets } from './peers.ts';
import { eventually, only, run } from './support.ts';

const user = 'staging-e2e-user-001';
const probed = ['ws-path', 'handshake', 'welcome', 'error-1011'] as const;
const check = (url: string) => run(url, { scope: 'full', user }, { probes: only(...probed) });
const probesOf = (result: ProbeResult | undefined) =>
  Object.fromEntries((result!.data as ErrorHandlingData).probes.map((each) => [each.sent, each]));

describe('messages that are not valid', () => {
  it('cost a good connection nothing', async () => {
    await emulated('strict-intended', async (emulator) => {
      const { results, evidence } = await check(emulator.url);
      const probes = probesOf(results.get('error-1011'));
      expect(probes['invalid-json']).toMatchObject({
        verdict: 'pass',
        errorCode: 'JSON_PARSE_ERROR',
        survived: true,
      });
      expect(probes['unknown-type']).toMatchObject({ verdict: 'pass', survived: true });
      expect(probes['oversize']).toMatchObject({ verdict: 'pass' });
      expect(probes['array']).toMatchObject({ verdict: 'pass', survived: true });
      expect(probes['abrupt-close']).toMatchObject({ verdict: 'pass', survived: true });
      expect(results.get('error-1011')).toMatchObject({ verdict: 'pass', cause: null });
      // A socket for each, one after the one that broke off, and those of the path and the handshake.
      expect(evidence.filter(({ detail }) => detail.kind === 'upgrade')).toHaveLength(2 + 6);
      await eventually(() => emulator.connections() === 0);
    });
  });

  it.each([
    [1011, 'fail', null],
    [1006, 'fail', null],
    [1008, 'warn', null],
    [1000, 'warn', 'F49'],
    [1009, 'warn', null],
  ])('that end the socket with %i are %s, each by its own code', async (code, verdict, failure) => {
    await withSockets(
      (socket) => {
        send(socket, strictWelcome(user));
        socket.on('message', (data) => {
          const text = (data as Buffer).toString();
          if (text.startsWith('{"type": "connected"') && code === 1006) socket.terminate();
          else if (text.startsWith('{"type": "connected"')) socket.close(code, 'because');
          else send(socket, { type: 'error', error_code: 'NOT_VALID' });
        });
      },
      async ({ url }) => {
        const { results } = await check(url);
        const result = results.get('error-1011');
        expect(result).toMatchObject({ verdict, cause: { failure } });
        expect(probesOf(result)['invalid-json']).toMatchObject({ closeCode: code, verdict });
        expect(probesOf(result)['unknown-type']).toMatchObject({ verdict: 'pass', errorCode: 'NOT_VALID' });
        expect(result?.nextStep).not.toBeNull();
      },
    );
  });

  it('are not sent where the upgrade is refused before accept: that says nothing about them', async () => {
    let upgrades = 0;
    await withSockets(
      (socket) => send(socket, strictWelcome(user)),
      async ({ url }) => {
        const { results } = await check(url);
        expect(results.get('error-1011')).toMatchObject({
          verdict: 'inconclusive',
          // The answer is a page, which the backend's own refusals never are.
          cause: { failure: 'F07' },
        });
        expect(results.get('error-1011')?.summary).toContain('the upgrade is answered with HTTP 403');
      },
      { verify: () => ((upgrades += 1) > 2 ? 403 : null) },
    );
  });

  it('take the server along when a connection breaks off: the next one is not welcomed', async () => {
    let broken = false;
    await withSockets(
      (socket) => {
        if (broken) return;
        send(socket, strictWelcome(user));
        socket.on('message', () => send(socket, { type: 'error', error_code: 'NOT_VALID' }));
        socket.on('close', (code) => (broken ||= code === 1006));
      },
      async ({ url }) => {
        const { results } = await check(url);
        expect(probesOf(results.get('error-1011'))['abrupt-close']).toMatchObject({ verdict: 'fail' });
      },
    );
  });
});

describe('the handling of a bad message is judged', () => {
  const message = (sent: string) => badMessages.find((each) => each.sent === sent)!;
  const error = { code: 'NOT_VALID', type: null, reason: null, words: '', line: 'NOT_VALID' };
  const seen = (rest: Partial<MessageOutcome>): MessageOutcome => ({
    answered: false,
    error: null,
    close: null,
    served: true,
    ...rest,
  });
  const closed = (code: number) => seen({ close: { code, reason: '', tMs: 5 } });

  it.each([
    ['oversize', closed(1009), 'pass'],
    ['oversize', closed(1006), 'fail'],
    ['oversize', seen({ answered: true }), 'pass'],
    ['unknown-type', seen({ answered: true }), 'pass'],
    ['unknown-type', seen({}), 'warn'],
    ['unknown-type', seen({ served: false }), 'fail'],
    ['invalid-json', seen({ answered: true }), 'warn'],
    ['array', seen({ answered: true, error }), 'pass'],
    ['array', closed(1011), 'fail'],
  ])('%s %j', (sent, outcome, verdict) => {
    const judged = judgeMessage(message(sent), outcome, ['E-01']);
    expect(judged.probe.verdict).toBe(verdict);
    expect(judged.finding.verdict).toBe(verdict);
    expect(judged.explanation === null).toBe(verdict === 'pass');
  });
});
