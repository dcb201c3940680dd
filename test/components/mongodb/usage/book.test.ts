// When questions are asked anew, how long an answer is told, and what a failure changes.
import { describe, expect, it } from 'vitest';
import { Book } from '../../../../src/components/mongodb/usage/book.ts';
import { usageMetrics as m } from '../../../../src/components/mongodb/usage/metrics.ts';
import type { Question } from '../../../../src/components/mongodb/usage/question.ts';
import { readInto } from '../fixtures.ts';

const refusal = Object.assign(new Error('no'), { name: 'MongoServerError', code: 13 });

/** A book of two questions, one asked more often, whose answers can be changed. */
function twoQuestions() {
  const state = { minutes: 0, value: 1, error: undefined as Error | undefined, asked: '' };
  const question = (name: string, everySeconds: number): Question => ({
    name,
    everySeconds,
    ask: async () => {
      state.asked += name;
      if (state.error) throw state.error;
      return [{ metric: m.pages, labels: {}, value: state.value }];
    },
  });
  const questions = [question('a', 300), question('b', 1800)];
  const book = new Book(() => 1.7e12 + state.minutes * 60_000, questions);
  const ask = (signal = new AbortController().signal) =>
    book.ask(async () => ({}), 'appsmith', signal);
  const told = () => Object.fromEntries(readInto((samples) => book.tell(samples)).series);
  return { state, book, ask, told };
}

describe('the book', () => {
  it('asks one at a time, the one that has waited longest, none too early', async () => {
    const { state, ask } = twoQuestions();
    for (state.minutes = 0; state.minutes < 36; state.minutes++) await ask();
    // Every five minutes a; b at once and again after half an hour, when a is due as well.
    expect(state.asked).toBe('abaaaaaaba');
  });

  it('tells nothing of what was never asked', () => {
    expect(twoQuestions().told()).toEqual({});
  });

  it('keeps an answer through refusals, with its age, and drops it after an hour', async () => {
    const { state, book, ask, told } = twoQuestions();
    await ask();
    state.error = refusal;
    state.minutes = 20;
    for (let i = 0; i < 2; i++) await ask();
    expect(told()).toMatchObject({
      appsmith_pages: 1,
      'appsmith_usage_question_age_seconds{question="a"}': 1200,
      'appsmith_usage_question_available{question="a"}': 0,
    });
    expect(book.refusals()).toEqual(['a: code 13', 'b: code 13']);
    state.minutes = 66;
    expect(told()).not.toHaveProperty('appsmith_pages');
    state.error = undefined;
    state.value = 5;
    for (let i = 0; i < 2; i++) await ask();
    expect(told()).toMatchObject({ appsmith_pages: 5 });
    expect(book.refusals()).toEqual([]);
  });

  it('throws what is no refusal, and asks the same again next time', async () => {
    const { state, ask } = twoQuestions();
    state.error = new Error('connection lost');
    await expect(ask()).rejects.toThrow('connection lost');
    state.error = undefined;
    await ask();
    expect(state.asked).toBe('aa');
  });

  it('lets the others have their turn after what was not answered in time', async () => {
    const { state, book, ask } = twoQuestions();
    await ask();
    state.error = new DOMException('late', 'TimeoutError');
    await expect(ask(AbortSignal.abort())).rejects.toThrow('late');
    state.error = undefined;
    expect(book.refusals()).toEqual(['b: no answer in time']);
    for (state.minutes = 1; state.minutes < 6; state.minutes++) await ask();
    expect(state.asked).toBe('abb');
    await ask();
    expect(state.asked).toBe('abba');
    expect(book.refusals()).toEqual([]);
  });
});
