import { refusedCandidates, type Explanation } from '../../causes.ts';
import { candidate, cause, type ProbeContext } from '../../probeContext.ts';
import { defaultWebSocketPaths, type Cause } from '../../protocol.ts';
import { askReadiness, type Readiness } from './readiness.ts';
import { isTokenValid } from './tokenValidity.ts';

type Path = ProbeContext['target']['paths'][number];

/**
 * Tells the causes of a 403 with an empty body apart, by one question each, until one of them has answered: the same upgrade
 * without subprotocols, the paths that this backend is known to have, its readiness, and the auth service's word on the token.
 */
export async function diagnoseForbidden(context: ProbeContext, path: Path): Promise<Explanation> {
  const bare = await opens(context, { url: path.url, token: 'header', offered: [] });
  if (bare.opened)
    return {
      cause: cause('F25', 'none of the offered subprotocols is supported: without any the upgrade is taken'),
      nextStep: 'Have the backend negotiate "jwt-auth", or offer what it supports.',
    };
  const exists = await existingPaths(context);
  const other = exists.length === 0 ? await pathThatOpens(context) : null;
  if (other !== null)
    return {
      cause: cause(
        'F28',
        `the path does not exist, to which this server answers 403 and not 404; ${other.path} opens`,
      ),
      nextStep: `Put ${other.path} into the list of WebSocket paths of the target.`,
    };
  const readiness = await askReadiness(context);
  const valid = readiness.ready === false ? null : await isTokenValid(context);
  const ruledOut = {
    F25: `refused without any subprotocol as well (${bare.evidence})`,
    F28: exists[0] ?? null,
    F17: readiness.ready === true ? `/health/ready says that it is ready (${readiness.evidence})` : null,
  };
  return refusedToken(readiness, valid, ruledOut) ?? notReady(ruledOut, readiness);
}

type RuledOut = Readonly<Record<'F25' | 'F28' | 'F17', string | null>>;

/** That it is the token, where the backend says that it is ready, or the auth service has an opinion of the token. */
function refusedToken(readiness: Readiness, valid: boolean | null, ruledOut: RuledOut): Explanation | null {
  if (readiness.ready === false || (readiness.ready === null && valid === null)) return null;
  const unready = candidate('F17', notReadyText, ruledOut.F17);
  const candidates = [unready, ...listed(ruledOut).filter((each) => each.failure !== 'F20')].sort(openFirst);
  switch (valid) {
    case true:
      return {
        cause: cause(
          'F20',
          'the auth service finds the token good and the backend refuses it: their signing secrets differ',
          candidates,
        ),
        nextStep: 'Give both services the same signing secret, and deploy the one that has the wrong one.',
      };
    case false:
      return {
        cause: cause('F20', 'the auth service finds the token no good either', candidates),
        nextStep: 'Use the signing secret of this environment.',
      };
    case null:
      return {
        cause: cause(
          'F20',
          'the backend is ready and refuses the token before it accepts: their secrets differ',
          candidates,
        ),
        nextStep: 'Ask the auth service with POST /auth/validate whether the token is good there.',
      };
  }
}

const notReadyText = 'the server closed before accepting: it is not ready';

const notReady = (ruledOut: RuledOut, readiness: Readiness): Explanation => ({
  cause: cause(
    'F17',
    readiness.ready === false ? `${notReadyText}, and /health/ready says so` : notReadyText,
    listed(ruledOut),
  ),
  nextStep:
    'Look for "Service not ready" in the log of the backend, and which of its services did not start.',
});

/** The other causes, those that are not ruled out first. The answer is no page, so that it is not that of the edge. */
const listed = (ruledOut: RuledOut): Cause['candidates'] =>
  refusedCandidates
    .filter((each) => each.failure !== 'F07')
    .map((each) => ({
      ...each,
      ruledOut: each.failure === 'F25' || each.failure === 'F28' ? ruledOut[each.failure] : null,
    }))
    .sort(openFirst);

const openFirst = (a: Cause['candidates'][number], b: Cause['candidates'][number]): number =>
  Number(a.ruledOut !== null) - Number(b.ruledOut !== null);

/** HEAD is not turned away by the readiness middleware; 405 says that there is a route, for another method. */
async function existingPaths(context: ProbeContext): Promise<string[]> {
  const exists: string[] = [];
  for (const each of context.target.paths) {
    const { result, evidence } = await context.request('HEAD', each.url.replace(/^ws/u, 'http'));
    if (result.ok && result.status === 405) exists.push(`${each.path} exists: HEAD gives 405 (${evidence})`);
  }
  return exists;
}

/** A path that this backend is known to have, that the target does not name, and that opens. */
async function pathThatOpens(context: ProbeContext): Promise<Path | null> {
  const base = context.target.apiUrl.replace(/^http/u, 'ws');
  const tried = new Set(context.target.paths.map(({ path }) => path));
  for (const path of defaultWebSocketPaths.filter((each) => !tried.has(each))) {
    const url = base + path;
    if ((await opens(context, { url, token: 'settings' })).opened) return { path, url };
  }
  return null;
}

async function opens(context: ProbeContext, attempt: Parameters<ProbeContext['open']>[0]) {
  const { result, evidence } = await context.open(attempt);
  if (result.kind === 'open') await result.session.close(1000, context.timing.closeTimeoutMs);
  return { opened: result.kind === 'open', evidence };
}
