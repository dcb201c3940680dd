// The cases of the fuzz run: which recording, how spoilt, under which rules, cut where.
import type { Format, Rules } from '../../src/exposition/index.ts';
import { below, excerpt, mutated, pick, type Random } from './mutate.ts';
import { formatOf, read, recorded } from './recorded.ts';

const bodies = recorded.map(([, path]) => ({ bytes: read(path), format: formatOf(path) }));

const RULES: readonly (Rules | undefined)[] = [
  undefined,
  () => ({
    labels: { uri: { map: (v) => v.replace(/\d+/g, '{id}') }, id: { drop: true } },
    merge: 'sum',
  }),
  (name, type) => ({
    name: `up_${name.length % 7}${type === 'counter' ? '_total' : ''}`,
    labels: { area: { name: 'id' }, le: {} },
    add: { layer: 'fuzz' },
    merge: 'max',
  }),
  (name) => (name.length % 2 ? { drop: true } : { dropNegative: true }),
];

export interface Case {
  readonly bytes: Buffer;
  readonly format: Format;
  readonly rules: Rules | undefined;
  readonly cuts: readonly number[];
}

/** A spoilt excerpt of a recording, with rules and cuts; the same for the same random numbers. */
export function makeCase(random: Random): Case {
  const { bytes, format } = pick(random, bodies);
  const other = pick(random, bodies).bytes;
  const base = random() < 0.02 ? bytes : excerpt(bytes, random);
  const spoilt = mutated(base, other, random);
  const cuts = Array.from({ length: below(random, 5) }, () => below(random, spoilt.length + 1));
  return {
    bytes: format === 'openmetrics' && random() < 0.9 ? Buffer.concat([spoilt, EOF]) : spoilt,
    format: random() < 0.05 ? 'openmetrics' : format,
    rules: pick(random, RULES),
    cuts,
  };
}
const EOF = Buffer.from('\n# EOF\n');
