// What is remembered of the last body makes the next one cheaper, and never other than it would be.
import { describe, expect, it, onTestFinished } from 'vitest';
import { micrometerFile } from '../../bench/files.ts';
import { backendRules } from '../../src/components/backend/rules.ts';
import {
  type FamilyRule,
  render,
  TranslationMemory,
  Translator,
} from '../../src/exposition/index.ts';
import { mutated, randomOf } from './mutate.ts';
import { formatOf, read, recorded } from './recorded.ts';
import { translated } from './support.ts';
import { upstreamOf } from './upstream.ts';

/** All values other than they were. */
const later = (body: Buffer): Buffer =>
  Buffer.from(
    body
      .toString('latin1')
      .replace(/^([^#\n].*[} ])(\d+(?:\.\d+)?)$/gm, (_, key, n) => `${key}${Number(n) * 2 + 1.5}`),
    'latin1',
  );

describe('a body after others', () => {
  it.each(recorded)('becomes what it would alone: %s', (_, path) => {
    const options = { format: formatOf(path), rules: backendRules };
    const upstream = upstreamOf(options);
    const body = read(path);
    for (const each of [body, body, later(body), body]) {
      expect(upstream.read(each)).toEqual(translated(each, options));
    }
  });

  it.each(recorded)('becomes what it would alone, however it was changed: %s', (_, path) => {
    const options = { format: formatOf(path), rules: backendRules, limits: { series: 2000 } };
    const random = randomOf(20261121);
    const upstream = upstreamOf(options);
    const body = read(path);
    for (let i = 0; i < 25; i++) {
      const other = mutated(body, later(body), random);
      expect(upstream.read(other)).toEqual(translated(other, options));
    }
  });

  it('becomes what it would alone where rewriting makes series equal', () => {
    const options = { format: 'text' as const, rules: backendRules };
    const upstream = upstreamOf(options);
    const { bytes } = micrometerFile(1, 0.3);
    for (const each of [bytes, later(bytes), bytes.subarray(bytes.length >> 1), bytes]) {
      expect(upstream.read(each)).toEqual(translated(each, options));
    }
  });

  it('becomes what it would alone when the order has changed', () => {
    const rule: FamilyRule = { add: { one: 'more' } };
    const plain: FamilyRule = {};
    const rules = (name: string) => (name.startsWith('plain') ? plain : rule);
    const options = { format: 'text' as const, rules };
    const upstream = upstreamOf(options);
    const lines = micrometerFile(2)
      .bytes.toString('latin1')
      .replaceAll(/^(# .*|.*_(sum|count)\{.*)\n/gm, '')
      .replaceAll('http_server_requests_seconds_bucket', 'some')
      .match(/.*\n/g)!
      .map((line, i) => (i % 7 === 0 ? `plain_${line}` : line));
    const random = randomOf(7);
    const shuffled = () => {
      const pieces: string[][] = [];
      for (let at = 0; at < lines.length; ) {
        const length = 1 + Math.floor(random() * 900);
        pieces.splice(Math.floor(random() * (pieces.length + 1)), 0, lines.slice(at, at + length));
        at += length;
      }
      return Buffer.from(pieces.flat().join(''), 'latin1');
    };
    for (let i = 0; i < 12; i++) {
      const body = shuffled();
      expect(upstream.read(body)).toEqual(translated(body, options));
    }
  });

  it('asks no rule about a series that was there before', () => {
    let asked = 0;
    const map = (id: string) => {
      asked++;
      return id.toUpperCase();
    };
    const rule: FamilyRule = { labels: { id: { map } } };
    const upstream = upstreamOf({ format: 'text', rules: () => rule });
    const line = (id: string, value: number) => `a_value{someName="x",id="${id}"} ${value}\n`;
    const lines = (ids: string, value: number) =>
      Buffer.from([...ids].map((id) => line(id, value)).join(''));
    upstream.read(lines('abcdef', 1));
    expect(asked).toBe(6);
    const { text } = upstream.read(lines('abdefg', 2));
    // `d` stands where `c` was expected.
    expect(asked).toBe(8);
    expect(text.match(/id="(\w)"\} 2/g)).toEqual([...'ABDEFG'].map((id) => `id="${id}"} 2`));
  });

  it('follows what has become of a family since', () => {
    const first: FamilyRule = { name: 'one_name', labels: { id: { drop: true } } };
    const second: FamilyRule = { name: 'other_name' };
    const upstream = upstreamOf({ format: 'text', rules: () => first });
    const body = Buffer.from('a_value{id="1"} 1\nb_value 2\n');
    upstream.read(body);
    const rules = () => second;
    expect(upstream.read(body, { rules })).toEqual(translated(body, { rules }));
    const typed = Buffer.from('# TYPE a_value counter\na_value{id="1"} -1\nb_value 2\n');
    expect(upstream.read(typed, { rules })).toEqual(translated(typed, { rules }));
    const limits = { series: 1 };
    expect(upstream.read(body, { rules, limits })).toEqual(translated(body, { rules, limits }));
  });

  it('may overlap another of the same upstream', () => {
    const memory = new TranslationMemory();
    onTestFinished(() => memory.close());
    const body = micrometerFile(0.5).bytes;
    const begin = () => new Translator({ format: 'text', rules: backendRules, memory });
    const expected = translated(body, { rules: backendRules }).text;
    for (let round = 0; round < 3; round++) {
      const both = [begin(), begin()];
      for (const one of both) one.push(body);
      const ends = both.map((one) => one.end());
      for (const { families, release } of ends) {
        expect(Buffer.concat([...render(families, 'text')]).toString()).toBe(expected);
        release?.();
      }
    }
  });
});
