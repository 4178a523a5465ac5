import { unknown, type Origin } from './origin.ts';

/** What has been found out about names, so that each question is worked out once. */
export interface Answers {
  /**
   * The answer to the question `key` about a file, worked out by `answer` where it is new. A question that leads back to
   * itself is answered with unknown.
   */
  remembered(file: string, key: string, answer: () => Origin): Origin;
  /** Forgets the answers about a file. */
  forget(file: string): void;
}

export function createAnswers(): Answers {
  const byFile = new Map<string, Map<string, Origin>>();
  const open = new Set<string>();
  // A cycle makes every answer on its way provisional: such answers are not remembered.
  let cycles = 0;

  function remembered(file: string, key: string, answer: () => Origin): Origin {
    let answers = byFile.get(file);
    if (!answers) byFile.set(file, (answers = new Map<string, Origin>()));
    const known = answers.get(key);
    if (known) return known;
    const question = `${file}\0${key}`;
    if (open.has(question)) {
      cycles++;
      return unknown('its modules import one another in a circle');
    }
    open.add(question);
    const before = cycles;
    try {
      const origin = answer();
      if (cycles === before || open.size === 1) answers.set(key, origin);
      return origin;
    } finally {
      open.delete(question);
      if (open.size === 0) cycles = 0;
    }
  }

  return { remembered, forget: (file) => void byFile.delete(file) };
}
