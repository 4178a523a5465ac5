// Loads and activates an extension bundle once: `node activate.cjs <bundle>` prints { load, activate } in milliseconds.
// The editor is a stand-in that answers everything and calls nothing back, so that only the extension's own code is timed.
/* global process */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { performance } = require('node:perf_hooks');

/** Whatever is asked of it, called or constructed, is another of its kind. */
function standIn() {
  return new Proxy(class {}, {
    get: (target, name) => {
      if (name === 'prototype') return target.prototype;
      // Neither a promise, nor endless where it is spread.
      if (name === 'then') return undefined;
      if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      return name === Symbol.toPrimitive ? () => '' : standIn();
    },
    set: () => true,
    apply: () => standIn(),
    construct: () => standIn(),
  });
}

/** Bundles copy what `vscode` holds, so it has to hold its names: those that its declarations export at the top. */
const declarations = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
const names = declarations.matchAll(/^(?:\t| {4})export (?:namespace|class|enum|const|function) (\w+)/gm);
const editor = Object.fromEntries([...names].map(([, name]) => [name, standIn()]));
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'vscode' ? editor : load.call(this, request, ...rest);
};

/** What belongs to the extension; where it may keep files is a path, and not to be used here. */
const storage = { fsPath: '/nowhere' };
const context = new Proxy({}, { get: (_, name) => (name === 'globalStorageUri' ? storage : standIn()) });

const started = performance.now();
const extension = require(process.argv[2]);
const loaded = performance.now();
Promise.resolve(extension.activate(context)).then(() => {
  const activated = performance.now();
  process.stdout.write(JSON.stringify({ load: loaded - started, activate: activated - loaded }));
  process.exit(0);
});
