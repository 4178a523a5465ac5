import { unknown, type Origin } from './origin.ts';

/** What has been found out about names, so that each question is worked out once. */
export interface Answers {
  /**
   * The answer to a question of some kind about a name, or a place, of a file, worked out by `answer` where it is new. A
   * question that leads back to itself is answered with unknown.
   */
  remembered(file: string, kind: QuestionKind, about: string | number, answer: () => Origin): Origin;
  /**
   * What a name of an import of a file is, worked out by `answer` where that is new. Remembered for one file, the one that is
   * looked at, and not on the way to another answer: a circle may be on that.
   */
  imported(file: string, index: number, position: number, answer: () => Origin): Origin;
  /** Forgets the answers about a file. */
  forget(file: string): void;
}

/** What a module exports to a running one, and to a type checker; what stands on the right of an alias at an offset. */
export type QuestionKind = 'value' | 'type' | 'alias';

type Known = Partial<Record<QuestionKind, Map<string | number, Origin>>>;

export function createAnswers(): Answers {
  const byFile = new Map<string, Known>();
  const open = new Set<string>();
  /** By the import's index, and the name's position in it. */
  let imports: { readonly file: string; readonly origins: Origin[][] } = { file: '', origins: [] };
  // A cycle makes every answer on its way provisional: such answers are not remembered.
  let cycles = 0;

  function imported(file: string, index: number, position: number, answer: () => Origin): Origin {
    if (open.size > 0) return answer();
    if (imports.file !== file) imports = { file, origins: [] };
    return ((imports.origins[index] ??= [])[position] ??= answer());
  }

  function remembered(
    file: string,
    kind: QuestionKind,
    about: string | number,
    answer: () => Origin,
  ): Origin {
    let known = byFile.get(file);
    if (!known) byFile.set(file, (known = {}));
    const answers = (known[kind] ??= new Map<string | number, Origin>());
    const found = answers.get(about);
    if (found) return found;
    const question = `${file}\0${kind}\0${about}`;
    if (open.has(question)) {
      cycles++;
      return unknown('its modules import one another in a circle');
    }
    open.add(question);
    const before = cycles;
    try {
      const origin = answer();
      if (cycles === before || open.size === 1) answers.set(about, origin);
      return origin;
    } finally {
      open.delete(question);
      if (open.size === 0) cycles = 0;
    }
  }

  function forget(file: string): void {
    byFile.delete(file);
    if (imports.file === file) imports = { file, origins: [] };
  }

  return { remembered, imported, forget };
}
