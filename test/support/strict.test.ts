// Breaks each rule of the strict checker once, and shows that clean bodies pass.
import { describe, expect, it } from 'vitest';
import { strictViolations } from './strict.ts';
import type { Format } from './strict-lines.ts';

/** The rules broken, each once, in the order found. */
function broken(body: string | Uint8Array, format: Format = 'text'): string[] {
  const rules = strictViolations(body, { format }).map((line) => line.replace(/ at line.*/s, ''));
  return [...new Set(rules)];
}

const head = (name: string, type: string) => `# HELP ${name} Help.\n# TYPE ${name} ${type}\n`;
const gauge = `${head('g', 'gauge')}g 1\n`;
const histogram = (...lines: string[]) =>
  `${head('h', 'histogram')}${lines.map((line) => `h_${line}\n`).join('')}`;

describe('clean bodies', () => {
  it('passes text 0.0.4', () => {
    const body =
      gauge +
      `${head('a_total', 'counter')}a_total{x="\\"\\\\\\n {},",y="ü"} 1e3\na_total{x="2",y=""} +Inf\n` +
      `${head('s', 'summary')}s{quantile="0.5"} NaN\ns_sum 1\ns_count 2\n` +
      histogram('bucket{le="0.1"} 1', 'bucket{le="+Inf"} 2', 'sum 0.3', 'count 2');
    expect(strictViolations(body, { format: 'text' })).toEqual([]);
    expect(strictViolations(Buffer.from(body), { format: 'text' })).toEqual([]);
  });

  it('passes OpenMetrics', () => {
    const body =
      `${head('a', 'counter')}a_total{x="1"} 1.0 # {trace_id="ab"} 0.5 1.5\na_created 7\n` +
      `${head('build', 'info')}build_info{version="1"} 1\n` +
      '# HELP t_seconds A \\"quoted\\" help.\n# TYPE t_seconds gauge\n# UNIT t_seconds seconds\nt_seconds 1\n' +
      `${head('u', 'unknown')}u 3\n# EOF\n`;
    expect(strictViolations(body, { format: 'openmetrics' })).toEqual([]);
  });

  it('passes a body without any family', () => {
    expect(broken('# EOF\n', 'openmetrics')).toEqual([]);
  });

  it('exempts foreign names only where told', () => {
    const body = `${head('ownCounter', 'counter')}ownCounter{errorCode="x"} 1\n`;
    const rules = ['metric-name', 'counter-total', 'label-name'];
    expect(broken(body)).toEqual(rules);
    expect(strictViolations(body, { format: 'text', foreignNames: ['ownCounter'] })).toEqual([]);
  });
});

describe.each<[rule: string, what: string, body: string | Uint8Array, format?: Format]>([
  ['utf8', 'a broken byte', new Uint8Array([0x23, 0xff, 0x0a])],
  ['utf8', 'a lone surrogate', `${head('g', 'gauge')}g{x="\ud800"} 1\n`],
  ['line', 'no newline at the end', gauge.trimEnd()],
  ['line', 'an empty line', `${gauge}\n`],
  ['line', 'a carriage return', gauge.replace('g 1\n', 'g 1\r\n')],
  ['line', 'a free comment', `# hello\n${gauge}`],
  ['line', 'a metric name with a dash', `${gauge}g-h 1\n`],
  ['line', 'a value that is no number', `${gauge}g{x="1"} one\n`],
  ['line', 'an infinity without its sign', `${gauge}g{x="1"} Inf\n`],
  ['line', 'no value', `${gauge}g{x="1"}\n`],
  ['line', 'two spaces', `${gauge}g{x="1"}  1\n`],
  ['line', 'an open quote', `${gauge}g{x="1} 1\n`],
  ['line', 'a label without quotes', `${gauge}g{x=1} 1\n`],
  ['line', 'no comma between labels', `${gauge}g{x="1"y="2"} 1\n`],
  ['line', 'empty braces', `${gauge}g{} 1\n`],
  ['line', 'UNIT in text 0.0.4', `# UNIT g x\n${gauge}`],
  ['escape', 'an unknown escape in a label', `${gauge}g{x="\\t"} 1\n`],
  ['escape', 'an escaped quote in a text HELP', `${gauge}# HELP g a \\" b\n`],
  ['trailing-comma', 'as the old client writes', `${head('g', 'gauge')}g{x="1",} 1\n`],
  ['help', 'none', gauge.replace('# HELP g Help.\n', '')],
  ['help', 'an empty one', gauge.replace('Help.', '')],
  ['help', 'two', `# HELP g Other.\n${gauge}`],
  ['type', 'none', gauge.replace('# TYPE g gauge\n', '')],
  ['type', 'two', `# TYPE g gauge\n${gauge}`],
  ['type', 'an unknown one', gauge.replace(' gauge', ' gouge')],
  ['metadata-first', 'HELP after the sample', '# TYPE g gauge\ng 1\n# HELP g Help.\n'],
  ['contiguous', 'two parts', `${gauge}${head('i', 'gauge')}i 1\ng{x="2"} 1\n`],
  [
    'contiguous',
    'a histogram in two parts',
    `${histogram('bucket{le="+Inf"} 1', 'sum 1')}${gauge}h_count 1\n`,
  ],
  ['duplicate', 'the same series', `${gauge}g 2\n`],
  [
    'duplicate',
    'labels in another order',
    `${head('g', 'gauge')}g{a="1",b="2"} 1\ng{b="2",a="1"} 1\n`,
  ],
  ['duplicate', 'the same label twice', `${head('g', 'gauge')}g{a="1",a="2"} 1\n`],
  [
    'bucket-order',
    'not sorted',
    histogram('bucket{le="2"} 1', 'bucket{le="1"} 1', 'bucket{le="+Inf"} 1', 'sum 1', 'count 1'),
  ],
  [
    'bucket-order',
    'the same bound spelt in two ways',
    histogram('bucket{le="1"} 1', 'bucket{le="1.0"} 1', 'bucket{le="+Inf"} 1', 'sum 1', 'count 1'),
  ],
  ['bucket-order', 'no le', histogram('bucket 1', 'bucket{le="+Inf"} 1', 'sum 1', 'count 1')],
  [
    'bucket-cumulative',
    'falling',
    histogram('bucket{le="1"} 3', 'bucket{le="+Inf"} 2', 'sum 1', 'count 2'),
  ],
  ['bucket-inf', 'missing', histogram('bucket{le="1"} 1', 'sum 1', 'count 1')],
  [
    'bucket-inf',
    'missing in one of two series',
    histogram(
      'bucket{a="1",le="+Inf"} 1',
      'sum{a="1"} 1',
      'count{a="1"} 1',
      'bucket{a="2",le="1"} 1',
      'sum{a="2"} 1',
      'count{a="2"} 1',
    ),
  ],
  ['bucket-count', 'not the count', histogram('bucket{le="+Inf"} 1', 'sum 1', 'count 2')],
  ['bucket-count', 'no count', histogram('bucket{le="+Inf"} 1', 'sum 1')],
  ['bucket-sum', 'no sum', histogram('bucket{le="+Inf"} 1', 'count 1')],
  ['counter-total', 'a counter without', `${head('a', 'counter')}a 1\n`],
  ['counter-total', 'a gauge with', `${head('a_total', 'gauge')}a_total 1\n`],
  ['negative', 'a counter', `${head('a_total', 'counter')}a_total -1\n`],
  ['negative', 'a counter that is NaN', `${head('a_total', 'counter')}a_total NaN\n`],
  ['negative', 'a count', `${head('s', 'summary')}s_sum 1\ns_count -1\n`],
  ['metric-name', 'camel case', `${head('aB', 'gauge')}aB 1\n`],
  ['metric-name', 'a colon', `${head('a:b', 'gauge')}a:b 1\n`],
  ['label-name', 'camel case', `${gauge}g{aB="1"} 1\n`],
  ['label-name', 'reserved', `${gauge}g{__name="1"} 1\n`],
  ['timestamp', 'any', `${head('g', 'gauge')}g 1 1700000000000\n`],
  [
    'suffix',
    'a bare sample of a histogram',
    `${histogram('bucket{le="+Inf"} 1', 'sum 1', 'count 1')}h 1\n`,
  ],
  [
    'suffix',
    'an OpenMetrics counter without _total',
    `${head('a', 'counter')}a 1\n# EOF\n`,
    'openmetrics',
  ],
  [
    'clash',
    'a gauge beside a histogram',
    `${head('h_sum', 'gauge')}h_sum 1\n${head('h', 'histogram')}`,
  ],
  [
    'clash',
    'OpenMetrics: a gauge named like a counter',
    `${head('a_created', 'gauge')}a_created 1\n${head('a', 'counter')}a_total 1\n# EOF\n`,
    'openmetrics',
  ],
  ['exemplar', 'in text 0.0.4', `${head('a_total', 'counter')}a_total 1 # {t="1"} 1\n`],
  ['exemplar', 'on a gauge', `${head('g', 'gauge')}g 1 # {t="1"} 1\n# EOF\n`, 'openmetrics'],
  [
    'exemplar',
    'without a value',
    `${head('a', 'counter')}a_total 1 # {t="1"}\n# EOF\n`,
    'openmetrics',
  ],
  ['info', 'a value other than 1', `${head('a', 'info')}a_info{x="1"} 2\n# EOF\n`, 'openmetrics'],
  ['unit', 'not the end of the name', `# UNIT g seconds\n${gauge}# EOF\n`, 'openmetrics'],
  ['eof', 'missing', gauge, 'openmetrics'],
  ['eof', 'twice', `${gauge}# EOF\n# EOF\n`, 'openmetrics'],
  ['eof', 'not last', `# EOF\n${gauge}`, 'openmetrics'],
  ['eof', 'in text 0.0.4', `${gauge}# EOF\n`],
])('%s', (rule, what, body, format) => {
  it(what, () => {
    expect(broken(body, format)).toEqual([rule]);
  });
});
