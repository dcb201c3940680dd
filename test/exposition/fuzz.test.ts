// Spoilt bodies: whatever comes in, what goes out is clean. `FUZZ_SECONDS=300 npx vitest run test/exposition/fuzz`.
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/exposition/index.ts';
import { needPython, parseReference } from '../peers/openmetrics.ts';
import { needPromtool, promtoolCheckMetrics } from '../peers/promtool.ts';
import { strictViolations } from '../support/strict.ts';
import { type Case, makeCase } from './fuzz-cases.ts';
import { randomOf, revalued } from './mutate.ts';
import { type Outcome, translated, typesOf } from './support.ts';
import { Upstream } from './upstream.ts';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3);
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
/** Outputs that are shown to the real parsers, which take a tenth of a second each. */
const SHOWN = Math.max(12, Math.round(SECONDS));

/** Upstreams may break the arithmetic of buckets; names are theirs too. */
function violations(body: string, format: Format): string[] {
  if (body === '') return [];
  const foreignNames = typesOf(body).map((line) => line.split(' ')[0] ?? '');
  return strictViolations(plainHelp(body), { format, foreignNames }).filter(
    (v) => !v.startsWith('bucket-'),
  );
}

/** Separators that a HELP may hold though JavaScript's dot does not match them. */
const plainHelp = (body: string): string =>
  body
    .split('\n')
    .map((line) => (line.startsWith('# HELP') ? line.replace(/[\r\u2028\u2029]/g, ' ') : line))
    .join('\n');

/** The same, as prometheus_client says it; and it wants the series of one histogram in a row. */
const ARITHMETIC =
  /Bucket(s| values) out of order|\+Inf bucket missing|Count does not match|_g?(count|sum)(\/_gsum)? must be present|must be an integer|Invalid metric grouping|Quantile values cannot be negative|negative buckets|Counter-like samples cannot be NaN: \S+_sum/;

function check({ bytes, format, rules, cuts }: Case): Outcome {
  const options = { format, ...(rules && { rules }) };
  const whole = translated(bytes, options);
  expect(translated(bytes, { ...options, cuts })).toEqual(whole);
  expect(violations(whole.text, 'text')).toEqual([]);
  expect(violations(whole.openmetrics, 'openmetrics')).toEqual([]);
  const again = translated(whole.openmetrics, { format: 'openmetrics' });
  expect({ dropped: again.dropped, same: again.openmetrics === whole.openmetrics }).toEqual({
    dropped: {},
    same: true,
  });
  const text = translated(whole.text);
  expect({ dropped: text.dropped, same: text.text === whole.text }).toEqual({
    dropped: {},
    same: true,
  });
  checkMemory({ bytes, format, rules, cuts }, whole);
  return whole;
}

/** What came before changes nothing: the same body, other values, a part of it, and the same again. */
function checkMemory({ bytes, format, rules, cuts }: Case, whole: Outcome): void {
  const options = { format, ...(rules && { rules }) };
  const random = randomOf(bytes.length + cuts.length);
  const upstream = new Upstream(options);
  const others = [
    revalued(bytes, random, 0.3),
    bytes.subarray(0, Math.floor(random() * bytes.length)),
  ];
  upstream.read(bytes);
  for (const body of [bytes, ...others, bytes]) {
    const alone = body === bytes ? whole : translated(body, options);
    expect(upstream.read(body, { random })).toEqual(alone);
  }
  upstream.close();
}

const shown: Outcome[] = [];

describe('spoilt bodies', () => {
  it('come out clean', { timeout: (SECONDS + 30) * 1000 }, () => {
    const until = performance.now() + SECONDS * 1000;
    let slowest = { micros: 0, seed: 0 };
    let n = 0;
    for (; performance.now() < until || n < 200; n++) {
      const made = makeCase(randomOf(SEED + n));
      const start = process.cpuUsage();
      try {
        const out = check(made);
        if (out.text !== '' && (shown.length < SHOWN / 2 || n % 97 === 0)) shown.push(out);
      } catch (error) {
        const input = JSON.stringify(made.bytes.toString('latin1').slice(0, 20_000));
        throw new Error(`FUZZ_SEED=${SEED + n} ${made.format} ${made.rules}: ${input}`, {
          cause: error,
        });
      }
      const { user, system } = process.cpuUsage(start);
      if (user + system > slowest.micros) slowest = { micros: user + system, seed: SEED + n };
    }
    // CPU seconds: far more than the largest body takes on a slow machine, far less than a hang.
    expect(slowest.micros / 1e6, `FUZZ_SEED=${slowest.seed}`).toBeLessThan(10);
    if (process.env.FUZZ_SECONDS)
      process.stdout.write(`${n} bodies, slowest ${JSON.stringify(slowest)}\n`);
  });

  it.runIf(needPromtool())('are read by promtool', { timeout: (SECONDS + 60) * 1000 }, async () => {
    for (const { text } of shown.slice(0, SHOWN)) {
      const lines = await promtoolCheckMetrics(text);
      expect(
        lines.filter((line) => /pars|invalid/i.test(line)),
        text,
      ).toEqual([]);
    }
  });

  it.runIf(needPython())(
    'are read by prometheus_client',
    { timeout: (SECONDS * 2 + 120) * 1000 },
    async () => {
      for (const out of shown.slice(0, SHOWN)) {
        for (const format of ['text', 'openmetrics'] as const) {
          const parsed = await parseReference(format, out[format]);
          const error = 'error' in parsed ? parsed.error : '';
          if (!ARITHMETIC.test(error)) expect(error, out[format]).toBe('');
        }
      }
    },
  );
});
