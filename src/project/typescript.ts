import type ts from 'typescript';

let loaded: typeof ts | undefined;

/**
 * The bundled TypeScript, loaded when the first TypeScript or JavaScript file is read: a process that sees none never
 * pays for it.
 */
export function loadTypeScript(): typeof ts {
  // oxlint-disable-next-line typescript/no-require-imports -- loading has to be synchronous, and has to wait
  loaded ??= require('typescript') as typeof ts;
  return loaded;
}
