// Memory of foreign lines changes hands only when nobody reads it any more, and never becomes another body's silently.
import { expect, it } from 'vitest';
import { type ForeignFamilies, render, Translator } from '../../src/exposition/index.ts';
import type { ScrapeResult } from '../../src/scrape/target.ts';
import { targetOfFakes } from './fake.ts';

/** More than one segment of the arena holds. */
const SERIES = 20_000;

function families(tag: string): ForeignFamilies {
  const translator = new Translator({
    format: 'text',
    rules: () => ({ labels: { id: { map: (id) => id.toUpperCase() } } }),
  });
  let body = '# TYPE some_value gauge\n';
  for (let i = 0; i < SERIES; i++) body += `some_value{tag="${tag}",id="x${i}"} ${i}\n`;
  translator.push(Buffer.from(body));
  return translator.end();
}

const textOf = ({ families }: Pick<ForeignFamilies, 'families'>) =>
  Buffer.concat([...render(families, 'text')]).toString();

it('keeps the lines of one body from the next however memory changes hands', () => {
  const expected = textOf(families('kept'));
  const kept = families('kept');
  for (let i = 0; i < 3; i++) {
    const other = families(`other${i}`);
    expect(textOf(other)).toBe(expected.replaceAll('kept', `other${i}`));
    other.release?.();
    other.release?.();
  }
  expect(textOf(kept)).toBe(expected);
  const two = [families('one'), families('two')];
  expect(textOf(two[0]!)).toBe(expected.replaceAll('kept', 'one'));
  expect(textOf(two[1]!)).toBe(expected.replaceAll('kept', 'two'));
});

it('throws rather than show what others have written', () => {
  const given = families('gone');
  const [family] = given.families;
  const half = family!.lines('text')[Symbol.iterator]();
  half.next();
  given.release?.();
  families('next');
  expect(() => half.next()).toThrow();
  expect(() => textOf(given)).toThrow('released');
  expect(family).toMatchObject({ name: 'some_value', series: SERIES });
});

function sharing() {
  const body = families('shared');
  let go = () => {};
  const wait = new Promise<void>((resolve) => {
    go = resolve;
  });
  const target = targetOfFakes({
    one: async ({ foreign }) => {
      foreign(body);
      await wait;
    },
  });
  return { target, go };
}

it('gives back the memory of a shared scrape when the last caller has done with it', async () => {
  const { target, go } = sharing();
  const calls = [target.scrape({ timeoutMs: 5000 }), target.scrape({ timeoutMs: 5000 })];
  go();
  const [first, second] = (await Promise.all(calls)) as [ScrapeResult, ScrapeResult];
  first.release?.();
  expect(textOf(second)).toContain('tag="shared",id="X19999"');
  second.release?.();
  expect(() => textOf(second)).toThrow('released');
});

it('waits for the end of a scrape that a hasty caller leaves to others', async () => {
  const { target, go } = sharing();
  const patient = target.scrape({ timeoutMs: 5000 });
  const hasty = await target.scrape({ timeoutMs: 10 });
  hasty.release?.();
  expect(textOf(hasty)).toContain('tag="shared"');
  go();
  const result = await patient;
  expect(textOf(result)).toContain('tag="shared"');
  result.release?.();
  expect(() => textOf(result)).toThrow('released');
});
