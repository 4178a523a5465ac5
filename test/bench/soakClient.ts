/**
 * The client of `npm run bench:sockets`, a process of its own: `URL SOCKETS MINUTES`, run with --expose-gc. It keeps that many
 * sockets of the live check open for that long, with a protocol ping on each of them every second, and opens every hundredth
 * anew each second. Prints what it measured as JSON. Everything about it is bounded: sockets, rounds, and each wait.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { emulatorSecret } from '../../src/livecheck/protocol.ts';
import type { SocketSession } from '../../src/livecheck/session.ts';
import { openSocket } from '../../src/livecheck/socket.ts';
import { signToken } from '../../src/livecheck/tokens.ts';

/** Upgrades that are under way at a time. */
const atOnce = 50;
const patienceMs = 20_000;
const roundMs = 1_000;

export interface Resources {
  /** MB, after a garbage collection; all that the process holds, and what of it is JavaScript. */
  readonly rss: number;
  readonly heap: number;
  /** MB; null where the system does not say. */
  readonly peakRss: number | null;
  /** What keeps the process alive, by kind. */
  readonly handles: Readonly<Record<string, number>>;
  /** Open file descriptors; null where the system does not list them. */
  readonly descriptors: number | null;
}

export interface Soaked {
  readonly before: Resources;
  /** While all sockets were open, at the beginning and at the end. */
  readonly early: Resources;
  readonly late: Resources;
  readonly after: Resources;
  readonly rampMs: number;
  readonly rounds: number;
  readonly opened: number;
  readonly closedCleanly: number;
  /** Why a socket was not opened, was lost, or did not close as it should, with how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly handshakes: readonly number[];
  readonly pings: readonly number[];
}

const [url = '', sockets = '', minutes = ''] = process.argv.slice(2);
const wanted = Number(sockets);
const signal = new AbortController().signal;
const failures: Record<string, number> = {};
const handshakes: number[] = [];
const pings: number[] = [];
const open: SocketSession[] = [];
let closedCleanly = 0;
let users = 0;

const fail = (why: string): void => void (failures[why] = (failures[why] ?? 0) + 1);

/** Opens a socket of a user of its own, and waits for its welcome; null where there is none. */
async function connect(): Promise<SocketSession | null> {
  const token = await signToken(emulatorSecret, `soak-user-${++users}`, Date.now());
  const opening = await openSocket({
    url: `${url.replace(/^http/u, 'ws')}/ws`,
    offered: ['jwt-auth'],
    headers: { authorization: `Bearer ${token}` },
    timeoutMs: patienceMs,
    signal,
    watcher: { onFrame: () => undefined, onClose: () => undefined },
  });
  if (opening.kind !== 'open') {
    fail(opening.kind === 'failed' ? opening.problem.message : `HTTP ${opening.status}`);
    return null;
  }
  handshakes.push(opening.phases.total);
  const welcome = await opening.session.first(({ json }) => json !== null, patienceMs);
  if (welcome !== null) return opening.session;
  fail('no welcome');
  opening.session.terminate();
  return null;
}

async function close(session: SocketSession): Promise<void> {
  const { code } = await session.close(1000, patienceMs);
  if (code === 1000) closedCleanly += 1;
  else fail(`closed with ${code}`);
}

async function ping(session: SocketSession): Promise<void> {
  const roundTrip = await session.ping(patienceMs);
  if (roundTrip === null) fail('a ping without an answer');
  else pings.push(roundTrip);
}

/** Does something for each of `count` numbers, a few at a time. */
async function each(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

async function openAll(count: number): Promise<void> {
  await each(count, async () => {
    const session = await connect();
    if (session !== null) open.push(session);
  });
}

async function closeAll(): Promise<void> {
  const all = open.splice(0);
  await each(all.length, (index) => close(all[index]!));
}

/** The oldest make room for new ones, so that connecting goes on for as long as the soak does. */
async function renew(count: number): Promise<void> {
  const oldest = open.splice(0, count);
  await Promise.all(oldest.map(close));
  await openAll(count);
}

async function resources(): Promise<Resources> {
  // What has just been closed is let go of a moment later.
  await delay(200);
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  return {
    rss: rss / 2 ** 20,
    heap: heapUsed / 2 ** 20,
    peakRss: peakMemory(),
    handles,
    descriptors: descriptors(),
  };
}

/** `VmHWM` of /proc/self/status: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakMemory(): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/u.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

// Uncounted: loads and compiles what all that follows needs.
await openAll(Math.min(20, wanted));
await Promise.all(open.map(ping));
await closeAll();
[handshakes.length, pings.length, closedCleanly, users] = [0, 0, 0, 0];

const before = await resources();
const began = performance.now();
await openAll(wanted);
const rampMs = performance.now() - began;
const early = await resources();
const end = performance.now() + Number(minutes) * 60_000;
const renewed = Math.ceil(wanted / 100);
let rounds = 0;
for (let now = performance.now(); now < end; now = performance.now(), rounds++) {
  await Promise.all(open.map(ping));
  await renew(renewed);
  await delay(Math.max(0, Math.min(roundMs - (performance.now() - now), end - performance.now())));
}
const late = await resources();
await closeAll();
const after = await resources();
const result: Soaked = {
  before,
  early,
  late,
  after,
  rampMs,
  rounds,
  opened: handshakes.length,
  closedCleanly,
  failures,
  handshakes,
  pings,
};
process.stdout.write(JSON.stringify(result));
