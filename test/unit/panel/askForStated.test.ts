import { describe, expect, it } from 'vitest';
import { askForStated, type Questions } from '../../../src/extension/report/askForStated.ts';

/** Answers questions by their words, and keeps what was asked and what was said to be wrong. */
function answering(answers: Readonly<Record<string, readonly string[] | string>>) {
  const asked: string[] = [];
  const wrong: string[] = [];
  const answerTo = (question: string): readonly string[] | string | undefined => {
    asked.push(question);
    return Object.entries(answers).find(([words]) => question.includes(words))?.[1];
  };
  const questions: Questions = {
    tick: (question) => Promise.resolve(answerTo(question) as readonly string[] | undefined),
    line(question, _, whatIsWrong) {
      const text = answerTo(question) as string | undefined;
      const message = text === undefined || text === '' ? undefined : whatIsWrong(text);
      if (message !== undefined) wrong.push(message);
      return Promise.resolve(text);
    },
  };
  return { questions, asked, wrong };
}

describe('what the author of a report adds', () => {
  it('is nothing where nothing is ticked, after one question', async () => {
    const { questions, asked } = answering({ 'do you add': [] });
    expect(await askForStated(questions)).toEqual({ facts: {}, waivers: [] });
    expect(asked).toHaveLength(1);
  });

  it('is what the command line takes', async () => {
    const { questions, wrong } = answering({
      'do you add': ['waivers', 'facts', 'issue', 'phase'],
      'The issue': ' #824 ',
      'The phase': '1',
      'know of the deployment': ['revision', 'min_instances'],
      revision: 'backend-00042',
      'min instances': '2',
      'probe may fail': ['auth-none'],
      'Refusal without a token': 'Dana: staging is in demo mode',
    });
    expect(await askForStated(questions)).toEqual({
      issue: '#824',
      phase: '1',
      facts: { revision: 'backend-00042', min_instances: '2' },
      waivers: [{ probe: 'auth-none', who: 'Dana', why: 'staging is in demo mode' }],
    });
    expect(wrong).toEqual([]);
  });

  it('leaves out what was left empty, and says what is wrong with a waiver of nobody', async () => {
    const { questions, wrong } = answering({
      'do you add': ['issue', 'facts', 'waivers'],
      'The issue': '',
      'know of the deployment': ['commit'],
      commit: '',
      'probe may fail': ['auth-none'],
      'Refusal without a token': 'because',
    });
    expect(await askForStated(questions)).toEqual({ facts: {}, waivers: [] });
    expect(wrong).toEqual(['Write who accepts it, a colon, and why']);
  });

  it.each([
    {},
    { 'do you add': ['issue'] },
    { 'do you add': ['facts'] },
    { 'do you add': ['facts'], 'know of the deployment': ['revision'] },
    { 'do you add': ['waivers'] },
    { 'do you add': ['waivers'], 'probe may fail': ['auth-none'] },
  ])('is no report at all where a question was dismissed: %j', async (answers) => {
    expect(await askForStated(answering(answers).questions)).toBeUndefined();
  });
});
