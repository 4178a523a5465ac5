// What the editor says about itself that nobody can act on. Anything that is not listed here is shown.

/** Native modules that were never compiled (see npm.mjs), and their stacks. */
const unbuilt = /Could not locate the bindings file|Cannot find module '\.\/build\/Release\/watchdog'/;
const continuesUnbuilt = /^( → | {4,}at | +tries: \[| +'\/| +\]|\}$)/;

/** How the editor connects to itself, looks for updates that it cannot have, and starts what no test uses. */
const routine = [
  /^Creating a socket \(renderer-/,
  /^Resolv(ing|ed) connection token /,
  /\[reconnection-grace-time\]/,
  /^Updating additional builtin extensions cache/,
  /^\[Service Worker\] registration/,
  /^\[(AgentHost\S*|RemoteAgentHostProtocol|AccountPolicyGate|ChatModelSelection)\]/,
  /^ChatSessionStore: /,
  /ENOTFOUND open-vsx\.org/,
  /^Canceled: Canceled/,
  /^Timed out waiting for authentication provider /,
];

/**
 * A filter for the lines of one stream, in order.
 * @returns {(line: string) => boolean} whether the line is worth showing
 */
export function lineFilter() {
  let inside = false;
  return (line) => {
    const report = unbuilt.test(line) || (inside && continuesUnbuilt.test(line));
    inside = report && line !== '}';
    return !report && !routine.some((pattern) => pattern.test(line));
  };
}

/**
 * One message of the editor's console, without the part of its stack that lies in the editor's own code.
 * @param {string} message
 * @returns {string | undefined} undefined when nothing of it is worth showing
 */
export function worthShowing(message) {
  if (unbuilt.test(message) || routine.some((pattern) => pattern.test(message))) return undefined;
  const own = /^\s+at .*(\/out\/vs\/(code|workbench)\/|\/out\/server-main\.js)/;
  return message
    .split('\n')
    .filter((line) => !own.test(line))
    .join('\n');
}
