import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../../src/emulator/authentication.ts';
import type { TokenTransport } from '../../../src/livecheck/protocol.ts';
import { createRedactor, redactDeep } from '../../../src/livecheck/redact.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';
import { send, strictWelcome, withSockets } from './peers.ts';
import { emulated } from '../emulator/support.ts';
import { run } from './support.ts';

const secret = 'a signing secret "with" quotes / and more';

/** Every form in which the token or the secret could stand in a text. */
function formsOf(token: string): string[] {
  const texts = [token, token.split('.')[2]!, secret];
  return texts.flatMap((text) => [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ]);
}

function expectNone(events: unknown, token: string): void {
  const everything = JSON.stringify(events);
  for (const form of formsOf(token)) expect(everything.includes(form), form.slice(0, 12)).toBe(false);
}

describe('secrets', () => {
  it.each<TokenTransport>(['both', 'header', 'subprotocol'])(
    'do not come back from a server that echoes them everywhere (%s)',
    async (tokenTransport) => {
      let token: string | null = null;
      await withSockets(
        (socket, request) => {
          const seen = tokenOf(request.headers);
          token ??= seen;
          const shown = seen ?? 'none';
          const all = {
            ...request.headers,
            shown,
            b64: Buffer.from(shown).toString('base64'),
            [shown]: 1,
            access_token: shown,
          };
          send(socket, { type: 'debug', data: all });
          send(socket, {
            ...strictWelcome('staging-e2e-user-001'),
            note: `got ${shown} signed with ${secret}`,
          });
          socket.on('message', () => {
            socket.send(`not json ${shown}`);
            socket.close(1008, shown.slice(-60));
          });
        },
        async ({ url }) => {
          const { events, evidence } = await run(
            url,
            { user: 'staging-e2e-user-001', tokenTransport },
            { credentials: { kind: 'secret', secret, origin: url } },
          );
          expect(token).not.toBeNull();
          expectNone(events, token!);
          // They were there to be taken out.
          expect(JSON.stringify(evidence).split('[redacted ').length).toBeGreaterThan(5);
        },
      );
    },
  );

  it('do not come back in an answer to the upgrade, cut off in the middle of one or not', async () => {
    let token: string | null = null;
    await withSockets(
      () => undefined,
      async ({ url }) => {
        const { events } = await run(url, {}, { credentials: { kind: 'secret', secret, origin: url } });
        expectNone(events, token!);
        const text = JSON.stringify(events);
        // The body is cut at 2,000 characters, which lie inside the echoed secret.
        expect(text).toContain('xxxx');
        expect(text).not.toContain(token!.slice(0, 40));
        expect(text).not.toContain(secret.slice(0, 9));
      },
      {
        refuse: (request, response) => {
          token ??= tokenOf(request.headers);
          const body = `${'x'.repeat(1_980)}${secret}${tokenOf(request.headers) ?? ''}`;
          response(
            `HTTP/1.1 418 No\r\ncontent-length: ${body.length}\r\nx-echo: ${tokenOf(request.headers) ?? ''}\r\n\r\n${body}`,
          );
        },
      },
    );
  });

  it('do not show in a run against the embedded backend, nor in its log', async () => {
    const log: string[] = [];
    const token = await signToken(secret, 'staging-e2e-user-002', Date.now());
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const seen = await run(url, {}, { credentials: { kind: 'token', token, origin: url } });
        expect(seen.verdict.status).toBe('passed');
        expectNone([seen.events, log], token);
      },
      { secret, log: (line) => log.push(line) },
    );
    expect(log.length).toBeGreaterThan(3);
  });

  it('are not sent to an origin that they were not entered for', async () => {
    await withSockets(
      () => undefined,
      async (peer) => {
        const events: unknown[] = [];
        const { runLiveCheck } = await import('../../../src/livecheck/runLiveCheck.ts');
        for await (const event of runLiveCheck(
          { target: { apiUrl: peer.url }, scope: 'connection' },
          { credentials: { kind: 'secret', secret, origin: 'https://api.staging.example' } },
        ))
          events.push(event);
        expect(events).toMatchObject([
          { type: 'run-refused', refusal: { code: 'credentials-for-another-origin' } },
        ]);
        expect(peer.total()).toBe(0);
      },
    );
  });
});

describe('the redaction', () => {
  const { redact, learn } = createRedactor(['s3cret/+value']);

  it.each([
    ['Authorization: Bearer abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnop'],
    ['wss://h/ws?token=abcdef123456&x=1', 'abcdef123456'],
    ['{"access_token": "abc\\"def"}', 'abc'],
    ['jwt.ZXlKaGJHY2lPaUpJVXpJMU5pSjk', 'ZXlKaGJHY2lPaUpJVXpJMU5pSjk'],
    ['some eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln token', 'eyJzdWIi'],
    ['plain s3cret/+value', 's3cret/+value'],
    ['encoded s3cret%2F%2Bvalue', 's3cret%2F%2Bvalue'],
  ])('takes the secret out of %j', (text, gone) => {
    expect(redact(text)).not.toContain(gone);
    expect(redact(text)).toContain('[redacted ');
  });

  it('leaves other text as it is, in values and keys of any depth', () => {
    const value = {
      type: 'system_message',
      list: ['jwt-auth', 'basic functionality', 3, null, true],
      at: { user: 'staging-e2e-user-001' },
    };
    expect(redactDeep(value, redact)).toEqual(value);
  });

  it('takes out a secret that it learned later', () => {
    expect(redact('a later one')).toBe('a later one');
    learn('a later one');
    expect(redact('a later one, and s3cret/+value')).toMatch(/^\[redacted \w{8}\], and \[redacted \w{8}\]$/u);
  });

  it('masks the same secret the same way, so that two occurrences can be matched', () => {
    expect(redact('s3cret/+value')).toBe(redact('s3cret/+value'));
  });
});
