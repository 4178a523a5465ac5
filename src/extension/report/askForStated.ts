import { probes, type Waiver } from '../../livecheck/protocol.ts';
import { readFact, readWaiver, statableFacts, waivableProbes } from '../../report/validation/facts.ts';
import type { Stated } from '../../report/validation/input.ts';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

/** How the user is asked; each resolves with undefined where the question was dismissed. */
export interface Questions {
  /** Which of several; none of them is an answer too. */
  readonly tick: (question: string, choices: readonly Choice[]) => PromiseLike<readonly string[] | undefined>;
  /** A line of text; an empty one says nothing. `wrong` gives what is the matter with one. */
  readonly line: (
    question: string,
    example: string,
    wrong: (text: string) => string | undefined,
  ) => PromiseLike<string | undefined>;
}

export const nothingStated: Stated = { facts: {}, waivers: [] };

const kinds: readonly Choice[] = [
  { id: 'issue', label: 'Issue', detail: 'What the report is for' },
  { id: 'phase', label: 'Phase', detail: 'Of the migration' },
  {
    id: 'facts',
    label: 'Deployment Facts',
    detail: 'Such as the revision; where the log says something else, the report names both',
  },
  {
    id: 'waivers',
    label: 'Waivers',
    detail: 'Who accepts that an authentication probe fails, and why; they stand in the head',
  },
];

/**
 * Asks for what `ssot report` takes with `--issue`, `--phase`, `--fact` and `--waiver`: what there is to say at all, and then for
 * each of it. Undefined where a question was dismissed.
 */
export async function askForStated(questions: Questions): Promise<Stated | undefined> {
  const wanted = await questions.tick('What do you add yourself? Enter alone adds nothing', kinds);
  if (wanted === undefined) return undefined;
  let stated = nothingStated;
  for (const { id } of kinds.filter((kind) => wanted.includes(kind.id))) {
    const more = await askFor(id, questions);
    if (more === undefined) return undefined;
    stated = { ...stated, ...more };
  }
  return stated;
}

async function askFor(kind: string, questions: Questions): Promise<Partial<Stated> | undefined> {
  switch (kind) {
    case 'facts':
      return askForFacts(questions);
    case 'waivers':
      return askForWaivers(questions);
    default: {
      const [question, example] =
        kind === 'issue' ? ['The issue that the report is for', '#824'] : ['The phase that it is for', '1'];
      const text = await questions.line(question, example, () => undefined);
      if (text === undefined) return undefined;
      return text.trim() === '' ? {} : { [kind]: text.trim() };
    }
  }
}

async function askForFacts(questions: Questions): Promise<Partial<Stated> | undefined> {
  const choices = statableFacts.map((id) => ({ id, label: id.replaceAll('_', ' ') }));
  const names = await questions.tick('What do you know of the deployment?', choices);
  if (names === undefined) return undefined;
  let facts: Stated['facts'] = {};
  for (const name of names) {
    const question = `The deployment's ${name.replaceAll('_', ' ')}, as you know it`;
    const text = await questions.line(question, '', () => undefined);
    if (text === undefined) return undefined;
    const fact = readFact(`${name}=${text}`);
    if (fact.ok) facts = { ...facts, [fact.value.name]: fact.value.value };
  }
  return { facts };
}

async function askForWaivers(questions: Questions): Promise<Partial<Stated> | undefined> {
  const waivable = waivableProbes();
  const choices = probes
    .filter(({ id }) => waivable.includes(id))
    .map(({ id, title }) => ({ id, label: title }));
  const ids = await questions.tick('Which probe may fail?', choices);
  if (ids === undefined) return undefined;
  const waivers: Waiver[] = [];
  for (const { id, label } of choices.filter((choice) => ids.includes(choice.id))) {
    const read = (text: string) => readWaiver(`${id}=${text}`);
    const text = await questions.line(`${label}: who accepts that it fails, and why`, 'WHO: WHY', (given) =>
      read(given).ok ? undefined : 'Write who accepts it, a colon, and why',
    );
    if (text === undefined) return undefined;
    const waiver = read(text);
    if (waiver.ok) waivers.push(waiver.value);
  }
  return { waivers };
}
