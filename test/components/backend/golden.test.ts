// Every recorded body through the rules: the whole output, held by goldens, promtool, a strict checker and a reference parser.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backendRules } from '../../../src/components/backend/rules.ts';
import { type Format, render, translate } from '../../../src/exposition/index.ts';
import { needPython, parseReference } from '../../peers/openmetrics.ts';
import { needPromtool, promtoolCheckMetrics } from '../../peers/promtool.ts';
import { strictViolations } from '../../support/strict.ts';
import { fixture } from './support.ts';

const RECORDINGS = [
  'default',
  'histograms',
  'slo',
  'histogram-plus-slo',
  'boot35',
  'openmetrics',
  'simpleclient',
  'simpleclient-openmetrics',
];
const promtool = needPromtool();
const python = needPython();

const listed = readFileSync(new URL('../../../docs/lint-exceptions.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => /^\| `(\S+)` \| (.+?) \|/.exec(line))
  .flatMap((found) => (found ? [`${found[1]} ${found[2]}`] : []));

async function translated(name: string, chunk = 64 << 10) {
  const body = Buffer.from(fixture(`actuator-${name}.prom`));
  async function* chunks() {
    for (let at = 0; at < body.length; at += chunk) yield body.subarray(at, at + chunk);
  }
  const format: Format = name.includes('openmetrics') ? 'openmetrics' : 'text';
  return translate(chunks(), { format, rules: backendRules });
}

const rendered = (families: Parameters<typeof render>[0], format: Format) =>
  Buffer.concat([...render(families, format)]).toString();

describe.each(RECORDINGS)('%s', (name) => {
  it('gives the golden, with nothing refused', async () => {
    const result = await translated(name);
    expect(result.error).toBeUndefined();
    expect(Object.fromEntries(result.dropped)).toEqual({});
    const file = `../../fixtures/backend/golden/${name}.prom`;
    await expect(rendered(result.families, 'text')).toMatchFileSnapshot(file);
  });

  it('is clean for the strict checker, in both formats', async () => {
    const { families } = await translated(name);
    for (const format of ['text', 'openmetrics'] as const) {
      expect(strictViolations(rendered(families, format), { format })).toEqual([]);
    }
  });

  it.runIf(promtool)('is clean for promtool, but for what is listed with its reason', async () => {
    const { families } = await translated(name);
    const lines = await promtoolCheckMetrics(rendered(families, 'text'));
    expect(lines.filter((line) => !listed.includes(line))).toEqual([]);
  });

  it.runIf(python)(
    'is read whole by the reference parser of OpenMetrics',
    async () => {
      const { families, series } = await translated(name);
      const parsed = await parseReference('openmetrics', rendered(families, 'openmetrics'));
      if ('error' in parsed) throw new Error(parsed.error);
      expect(parsed.families).toHaveLength(families.length);
      expect(parsed.families.reduce((sum, f) => sum + f.samples, 0)).toBe(series);
    },
    60_000,
  );
});

it('comes out the same however it is cut', async () => {
  const whole = rendered((await translated('slo')).families, 'text');
  for (const chunk of [61, 997]) {
    expect(rendered((await translated('slo', chunk)).families, 'text')).toBe(whole);
  }
});

it('says the same from text and from OpenMetrics', async () => {
  for (const [text, openMetrics] of [
    ['simpleclient', 'simpleclient-openmetrics'],
    ['default', 'openmetrics'],
  ] as const) {
    const series = async (name: string) => {
      const lines = rendered((await translated(name)).families, 'text').split('\n');
      return lines
        .filter((l) => !l.startsWith('#'))
        .map((l) => l.replace(/ \S+$/, ''))
        .sort();
    };
    expect(await series(text)).toEqual(await series(openMetrics));
  }
});
