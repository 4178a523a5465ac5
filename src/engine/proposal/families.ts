import { likenessOf, type Likeness } from '../inventory/likeness.ts';
import { pathTest } from '../globs.ts';
import { testGlobs, type Evidence } from './evidence.ts';
import type { Language } from '../facts.ts';
import { isClassLike, isInstanceLike, isTopical, wordsOf } from './words.ts';

/** Look-alike names: they share a topic and the role that it is about, such as WebSocket and Manager. */
export interface Family {
  /** As it stands in a configuration's `lookAlikes`: `*WebSocket*Manager*`. */
  readonly pattern: string;
  /** What its classes end with, in lower case; empty where the pattern was given. */
  readonly role: string;
  readonly isAlike: Likeness;
  /** Different class names that are alike, outside of tests or imported. */
  readonly names: readonly string[];
  /** How many import statements take one of them. */
  readonly imports: number;
}

/**
 * The families among the class names of a tree, the most imported first. A name belongs to the family of the role that it
 * ends with, and to the first whose role it has anywhere: `WebSocketManagerFactory` is about managers.
 */
export function familiesIn({ language, imports, classes }: Evidence): Family[] {
  const isMember = memberTest(language);
  const isTest = pathTest(testGlobs);
  const counts = new Map<string, number>();
  for (const { name, file } of classes) if (!isTest(file) && isMember(name)) counts.set(name, 0);
  for (const { names } of imports)
    for (const name of names) if (isMember(name)) counts.set(name, (counts.get(name) ?? 0) + 1);

  const roles = new Map<string, number>();
  for (const [name, count] of counts) {
    const role = wordsOf(name).at(-1)!;
    if (!/socket|^\d+$/.test(role)) roles.set(role, (roles.get(role) ?? 0) + count + 1);
  }
  const ranked = [...roles].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const left = new Map(counts);
  return ranked.flatMap(([role]) => {
    const members = [...left].filter(([name]) => wordsOf(name).includes(role));
    for (const [name] of members) left.delete(name);
    if (members.length === 0) return [];
    const pattern = `*${spellingOf(members.map(([name]) => name))}*${capitalized(role)}*`;
    return [familyOf(pattern, role, members)];
  });
}

/** The family of a pattern that somebody asks for. */
export function familyLike(pattern: string, { language, imports, classes }: Evidence): Family {
  const isAlike = likenessOf([pattern]);
  const isNamed = (name: string): boolean =>
    isAlike(name) && (isClassLike(name) || (language === 'typescript' && isInstanceLike(name)));
  const counts = new Map<string, number>();
  for (const { name } of classes) if (isNamed(name)) counts.set(name, 0);
  for (const { names } of imports)
    for (const name of names) if (isNamed(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return familyOf(pattern, '', [...counts]);
}

function familyOf(pattern: string, role: string, members: readonly (readonly [string, number])[]): Family {
  return {
    pattern,
    role,
    isAlike: likenessOf([pattern]),
    names: members.map(([name]) => name).sort(),
    imports: members.reduce((total, [, count]) => total + count, 0),
  };
}

/** Test cases and mocks are named after what they are about, and are none of it. */
function memberTest(language: Language): (name: string) => boolean {
  return (name) =>
    isTopical(name) &&
    (isClassLike(name) || (language === 'typescript' && isInstanceLike(name))) &&
    !/^_*(test|mock|fake|stub|dummy|spy)/i.test(name);
}

/** How most of the names write their topic. */
function spellingOf(names: readonly string[]): string {
  const spellings = ['WebSocket', 'Websocket', 'Socket'];
  const uses = (spelling: string): number =>
    names.filter(
      (name) => name.toLowerCase().includes(spelling.toLowerCase()) && name.includes(spelling.slice(1)),
    ).length;
  return spellings.find((spelling) => uses(spelling) * 2 > names.length) ?? 'Socket';
}

function capitalized(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
