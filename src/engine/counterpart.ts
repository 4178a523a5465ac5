import { describeOrigin, sameOrigin, type Definition, type Origin } from './graph/origin.ts';
import type { Source } from './source.ts';
import type { FixKind } from './violation.ts';

/** What an owned name becomes when it is imported from the canonical module. */
export interface Counterpart {
  /** Its name there; undefined where there is none. */
  readonly name: string | undefined;
  readonly kind: FixKind;
  readonly why: string;
  /** It is another function than the one that was imported, so its calls have to be looked at. */
  readonly replacesFactory: boolean;
}

/**
 * Compares what `imported` means today with what it means in the canonical module.
 *
 * @param imported the name in the module that it is imported from
 * @param today what the import brings today
 * @param caught whether the failure of a broken import is caught, so that repairing it would wake code
 */
export function counterpartOf(source: Source, imported: string, today: Origin, caught: boolean): Counterpart {
  if (source.canonical.kind === 'unknown') return none(source.canonical.reason);
  const name = imported === 'default' ? nameOfDefault(source, today) : imported;
  const nameThere = source.nameThere(name);
  const there = source.canonicalName(nameThere);
  const renamed =
    today.kind === 'definition' && !sameOrigin(today, there) ? nameOf(source, today) : undefined;
  if (renamed !== undefined)
    return {
      name: renamed,
      kind: 'safe',
      why: `${renamed} is the same object: ${describeOrigin(today)}`,
      replacesFactory: false,
    };
  if (there.kind === 'missing' && source.config.legacyFactories.includes(name))
    return factoryFor(source, name, today, caught);
  if (there.kind === 'missing')
    return today.kind === 'missing'
      ? formerly(source, name, today, caught)
      : none(`${source.config.module} has no ${name}`);
  if (there.kind === 'unknown')
    return none(`what ${name} is in ${source.config.module} cannot be told: ${there.reason}`);
  if (today.kind === 'unknown') return none(`what ${name} is today cannot be told: ${today.reason}`);
  const shared = { name: nameThere, replacesFactory: false };
  if (today.kind === 'missing') return { ...shared, ...repair(today, caught) };
  if (sameOrigin(today, there)) return { ...shared, kind: 'safe', why: `both are ${describeOrigin(there)}` };
  return {
    ...shared,
    kind: 'unsafe',
    why: `they are different objects: today ${describeOrigin(today)}, then ${describeOrigin(there)}`,
  };
}

function factoryFor(source: Source, name: string, today: Origin, caught: boolean): Counterpart {
  const { factory } = source;
  if (!factory) return none(`${source.config.module} has no factory that could stand for ${name}`);
  if (factory.name.includes('.'))
    return none(
      `${factory.name} belongs to a class; it takes the place of calls of ${name}, and not of its import`,
    );
  if (today.kind === 'unknown') return none(`what ${name} is today cannot be told: ${today.reason}`);
  const shared = { name: factory.name, replacesFactory: true };
  if (today.kind === 'missing') return { ...shared, ...repair(today, caught) };
  return {
    ...shared,
    kind: 'unsafe',
    why: `${factory.name} is another function than ${describeOrigin(today)}`,
  };
}

function repair(today: Origin, caught: boolean): Pick<Counterpart, 'kind' | 'why'> {
  return repairOf(`today it is ${describeOrigin(today)}`, caught);
}

/**
 * The kind of a fix of what fails today.
 *
 * @param why it fails
 * @param caught whether that is caught, so that a repair would wake code
 */
export function repairOf(why: string, caught: boolean): Pick<Counterpart, 'kind' | 'why'> {
  return caught
    ? { kind: 'unsafe', why: `${why}, and the failure is caught: the repair would run code that has not run` }
    : { kind: 'repair', why };
}

/** A broken import of what another legacy module still has, as another name of a managed class. */
function formerly(
  source: Source,
  name: string,
  today: Origin & { kind: 'missing' },
  caught: boolean,
): Counterpart {
  const former = source.formerName(name);
  const known = former && nameOf(source, former.definition);
  if (!former || known === undefined) return none(`${source.config.module} has no ${name}`);
  const { kind, why } = repair(today, caught);
  return {
    name: known,
    kind,
    why: `${why}; ${former.module} has it as another name for ${known}`,
    replacesFactory: false,
  };
}

/** The default of another module is the canonical one where that is the class of its name, and else that class. */
function nameOfDefault(source: Source, today: Origin): string {
  const { config } = source;
  if (config.language !== 'typescript' || today.kind !== 'definition' || !config.classes.includes(today.name))
    return 'default';
  return sameOrigin(source.canonicalName('default'), source.canonicalName(today.name))
    ? 'default'
    : today.name;
}

/** The name under which the canonical module has the very same object. */
function nameOf(source: Source, today: Definition): string | undefined {
  const { typeName, classes, factory } = source.config;
  // What is a member of a class cannot be imported.
  const made = factory && !factory.name.includes('.') ? [factory.name] : [];
  const preferred = [...(typeName ? [typeName] : []), ...classes, ...made, ...source.ownedNames];
  return preferred
    .map((name) => source.nameThere(name))
    .find((name) => sameOrigin(source.canonicalName(name), today));
}

function none(why: string): Counterpart {
  return { name: undefined, kind: 'none', why, replacesFactory: false };
}
