import type { Binding } from '../facts.ts';
import type { Span } from '../text.ts';
import type { ModuleTarget } from './moduleTarget.ts';

/** What a name means, after every import, re-export and alias on the way was followed. */
export type Origin = Definition | ModuleOrigin | Missing | Unknown;

/** One step on the way from a name to its origin, for people who ask why. */
export interface Step {
  readonly file: string;
  readonly span: Span;
  /** What stands there, as part of a sentence: `imports WebSocketManager from app.core.manager`. */
  readonly says: string;
}

interface OriginBase {
  readonly steps: readonly Step[];
  /** Where it is told only that the name is this or not there: whoever takes it from its module may fail. */
  readonly isPerhaps?: boolean;
}

export interface Definition extends OriginBase {
  readonly kind: 'definition';
  /** The file that holds the definition. */
  readonly file: string;
  readonly name: string;
  readonly binding: Binding;
}

export interface ModuleOrigin extends OriginBase {
  readonly kind: 'module';
  readonly target: ModuleTarget;
}

/** The module is not there, or it is and has no such name. An import of it fails. */
export interface Missing extends OriginBase {
  readonly kind: 'missing';
  readonly what: 'module' | 'name';
  readonly module: string;
  readonly name?: string;
}

/** It cannot be told from the code: outside the roots, computed, or dependent on a condition. */
export interface Unknown extends OriginBase {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** An origin that is reached over one step more. */
export function withStep(origin: Origin, step: Step): Origin {
  return { ...origin, steps: [step, ...origin.steps] };
}

/** What a name is where it is bound at all. */
export function perhaps(origin: Origin): Origin {
  return origin.kind === 'definition' || origin.kind === 'module' ? { ...origin, isPerhaps: true } : origin;
}

export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason, steps: [] };
}

/** True where both are the same object: one definition, or one module. */
export function sameOrigin(a: Origin, b: Origin): boolean {
  if (a.kind === 'definition' && b.kind === 'definition') return definitionKey(a) === definitionKey(b);
  if (a.kind === 'module' && b.kind === 'module') return a.target.id === b.target.id;
  return false;
}

/** A string that is equal for equal definitions. */
export function definitionKey({ file, binding }: Definition): string {
  return `${file}:${binding.span.start}`;
}

/** A sentence's end about an origin: `the class X in a/b.py`, `not there: a.b has no X`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'definition':
      return `the ${origin.binding.kind} ${origin.name} in ${origin.file}`;
    case 'module':
      return `the module ${origin.target.id}`;
    case 'missing':
      return origin.what === 'module'
        ? `missing: there is no module ${origin.module}`
        : `missing: ${origin.module} has no ${origin.name ?? 'such name'}`;
    case 'unknown':
      return `unknown: ${origin.reason}`;
  }
}
