// A staging backend on websocket-driver, an implementation of WebSockets that shares no code with the one of the live check:
//   node driverServer.mjs BEHAVIOUR, with the signing secret in SSOT_FOREIGN_SECRET
// Behaviours: `strict` does as intended; `permissive` takes everybody for one demo user; `silent` answers no message;
// `crashing` fails with 1011 before it welcomes. Prints its address, and ends with its standard input.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import webSocketDriver from 'websocket-driver';

const [, , behaviour = 'strict'] = process.argv;
const secret = process.env.SSOT_FOREIGN_SECRET ?? '';
const paths = ['/ws', '/api/v1/websocket'];

const server = createServer((request, response) => {
  const health = {
    status: 'healthy',
    service: 'netra-ai-platform',
    version: '1.0.0',
    timestamp: Date.now() / 1000,
  };
  if (request.url === '/health')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health));
  else response.writeHead(404).end();
});

server.on('upgrade', (request, socket, body) => {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const selected =
    offered.find((each) => each.startsWith('jwt.')) ?? offered.find((each) => each === 'jwt-auth');
  if (!paths.includes(request.url ?? '') || (offered[0] !== '' && selected === undefined)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const driver = webSocketDriver.http(request, { protocols: selected === undefined ? [] : [selected] });
  socket.pipe(driver.io).pipe(socket);
  socket.on('error', () => socket.destroy());
  // The side of the server ends the connection: https://www.rfc-editor.org/rfc/rfc6455#section-7.1.1
  driver.on('close', () => socket.end());
  serve(driver, userOf(request, selected));
  driver.start();
  driver.io.write(body);
});

/** @param {import('websocket-driver').Driver} driver @param {string | null} verified */
function serve(driver, verified) {
  const send = (/** @type {object} */ message) => driver.text(JSON.stringify(message));
  const user = behaviour === 'permissive' ? 'demo-user-001' : verified;
  driver.on('open', () => {
    if (behaviour === 'crashing') {
      driver.close('main mode error', 1011);
    } else if (user === null) {
      send({
        type: 'error_message',
        error_code: 'AUTH_FAILED',
        error_message: 'Authentication failed',
        details: {},
      });
      driver.close('Authentication failed', 1008);
    } else {
      const data = {
        event: 'connection_established',
        connection_id: 'foreign_1',
        user_id: user,
        connection_ready: true,
      };
      send({ type: 'system_message', data, timestamp: Date.now() / 1000 });
    }
  });
  driver.messages.on('data', (text) => {
    if (behaviour === 'silent') return;
    const { type } = JSON.parse(text);
    const now = Date.now() / 1000;
    if (type === 'ping') send({ type: 'pong', data: { user_id: user }, timestamp: now });
    else if (type === 'connected')
      send({ type: 'system_message', data: { status: 'connected', user_id: user, timestamp: now } });
    else send({ type: 'ack', received_type: type, user_id: user, status: 'acknowledged' });
  });
}

/** The `sub` of a token whose signature is good and whose time is not over; null without one. */
function userOf(request, selected) {
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const carried = selected?.startsWith('jwt.')
    ? Buffer.from(selected.slice(4), 'base64url').toString()
    : undefined;
  const [head, claims, signature] = (bearer ?? carried ?? '').split('.');
  if (signature === undefined) return null;
  const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { sub, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return exp > Date.now() / 1000 ? sub : null;
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
// Whoever started it may have been killed.
process.stdin.on('end', () => process.exit(0)).resume();
