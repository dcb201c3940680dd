// A strict checker of exposition bodies, written apart from the code that renders them: it lists every rule broken.
import { checkBuckets } from './strict-buckets.ts';
import { type Format, type MetaLine, parseLine, type SampleLine } from './strict-lines.ts';

export interface StrictOptions {
  readonly format: Format;
  /** Families that may keep a foreign name: exempt from `metric-name`, `label-name` and `counter-total`. */
  readonly foreignNames?: readonly string[];
}

/** One family as the body shows it. */
export interface SeenFamily {
  readonly name: string;
  /** Where it is first mentioned. */
  readonly line: number;
  type: string;
  help: string | undefined;
  typed: boolean;
  readonly samples: { readonly line: number; readonly sample: SampleLine }[];
}

/** Reports `rule`, the line (from 1), and what is wrong. */
export type Report = (rule: string, line: number, what: string) => void;

const SUFFIXES: Readonly<Record<Format, Readonly<Record<string, readonly string[]>>>> = {
  text: {
    counter: [''],
    gauge: [''],
    histogram: ['_bucket', '_sum', '_count'],
    summary: ['', '_sum', '_count'],
    untyped: [''],
  },
  openmetrics: {
    counter: ['_total', '_created'],
    gauge: [''],
    histogram: ['_bucket', '_sum', '_count', '_created'],
    gaugehistogram: ['_bucket', '_gsum', '_gcount'],
    summary: ['', '_sum', '_count', '_created'],
    info: ['_info'],
    stateset: [''],
    unknown: [''],
  },
};
const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Every violation as `rule at line N: what`; an empty list means that the body is clean. */
export function strictViolations(body: string | Uint8Array, options: StrictOptions): string[] {
  const found: string[] = [];
  const report: Report = (rule, line, what) => void found.push(`${rule} at line ${line}: ${what}`);
  const text = decode(body, report);
  if (text === undefined) return found;
  const families = readFamilies(text, options.format, report);
  for (const family of families.values()) checkFamily(family, options, report);
  checkClashes(families, options.format, report);
  return found;
}

function decode(body: string | Uint8Array, report: Report): string | undefined {
  try {
    const text =
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (Buffer.from(text).toString() !== text) throw new Error('a lone surrogate');
    return text;
  } catch (error) {
    report('utf8', 0, (error as Error).message);
    return undefined;
  }
}

function readFamilies(text: string, format: Format, report: Report): Map<string, SeenFamily> {
  const families = new Map<string, SeenFamily>();
  const closed = new Set<string>();
  let current: SeenFamily | undefined;
  const enter = (name: string, at: number): SeenFamily => {
    if (current?.name === name) return current;
    if (current) closed.add(current.name);
    if (closed.has(name)) report('contiguous', at, `${name} continues after another family`);
    current = families.get(name) ?? newFamily(name, at);
    families.set(name, current);
    return current;
  };
  if (!text.endsWith('\n')) report('line', 0, 'the last line has no newline');
  const lines = text.replace(/\n$/, '').split('\n');
  const eofs = lines.flatMap((line, index) => (line === '# EOF' ? [index + 1] : []));
  checkEof(eofs, lines.length, format, report);
  for (const [index, line] of lines.entries()) {
    const at = index + 1;
    const parsed = parseLine(line, format);
    if (parsed.kind === 'bad') report(parsed.rule, at, `${parsed.why}: ${line}`);
    else if (parsed.kind === 'sample') {
      const owner = ownerOf(parsed.name, current, families, format);
      enter(owner, at).samples.push({ line: at, sample: parsed });
    } else if (parsed.kind !== 'EOF') addMeta(enter(parsed.name, at), parsed, at, report);
  }
  return families;
}

function newFamily(name: string, line: number): SeenFamily {
  return { name, line, type: '', help: undefined, typed: false, samples: [] };
}

/** The family of which a sample of this name is part: the current one, one seen before, or none but its own. */
function ownerOf(
  name: string,
  current: SeenFamily | undefined,
  families: ReadonlyMap<string, SeenFamily>,
  format: Format,
): string {
  if (current && belongs(name, current, format)) return current.name;
  if (families.has(name)) return name;
  return [...families.values()].find((seen) => belongs(name, seen, format))?.name ?? name;
}

function belongs(name: string, family: SeenFamily, format: Format): boolean {
  return (SUFFIXES[format][family.type] ?? ['']).some((suffix) => family.name + suffix === name);
}

function addMeta(family: SeenFamily, meta: MetaLine, at: number, report: Report): void {
  if (family.samples.length > 0) report('metadata-first', at, `${meta.kind} after samples`);
  if (meta.kind === 'HELP') {
    if (family.help !== undefined) report('help', at, `a second HELP of ${family.name}`);
    family.help = meta.text;
  } else if (meta.kind === 'TYPE') {
    if (family.typed) report('type', at, `a second TYPE of ${family.name}`);
    family.typed = true;
    family.type = meta.text;
  } else if (meta.text !== '' && !family.name.endsWith(`_${meta.text}`)) {
    report('unit', at, `${family.name} does not end in its unit ${meta.text}`);
  }
}

function checkEof(eofs: readonly number[], last: number, format: Format, report: Report): void {
  if (format === 'text') {
    for (const at of eofs) report('eof', at, '# EOF is OpenMetrics');
  } else if (eofs.length !== 1 || eofs[0] !== last) {
    report('eof', eofs[0] ?? last, '# EOF must be the last line and stand once');
  }
}

function checkFamily(family: SeenFamily, options: StrictOptions, report: Report): void {
  const first = family.line;
  const foreign = options.foreignNames?.includes(family.name) ?? false;
  if (!family.help?.trim()) report('help', first, `${family.name} has no HELP`);
  if (!family.typed) report('type', first, `${family.name} has no TYPE`);
  else if (!SUFFIXES[options.format][family.type]) {
    report('type', first, `${family.name} has the unknown type ${family.type}`);
  }
  if (!foreign && !SNAKE.test(family.name)) report('metric-name', first, family.name);
  if (options.format === 'text' && family.type === 'counter' && !foreign) {
    if (!family.name.endsWith('_total')) report('counter-total', first, family.name);
  }
  if (family.type !== 'counter' && /_total$/.test(family.name) && !foreign) {
    report('counter-total', first, `${family.name} is a ${family.type}`);
  }
  const seen = new Set<string>();
  for (const { line, sample } of family.samples) {
    checkSample(family, sample, line, options, report);
    const key = JSON.stringify([sample.name, [...sample.labels].map((l) => l.join('\0')).sort()]);
    if (seen.has(key)) report('duplicate', line, `${sample.name} ${JSON.stringify(sample.labels)}`);
    seen.add(key);
  }
  if (family.type === 'histogram') checkBuckets(family, report);
}

function checkSample(
  family: SeenFamily,
  sample: SampleLine,
  at: number,
  options: StrictOptions,
  report: Report,
): void {
  const foreign = options.foreignNames?.includes(family.name) ?? false;
  if (!belongs(sample.name, family, options.format)) {
    report('suffix', at, `${sample.name} does not fit the ${family.type} ${family.name}`);
  }
  if (sample.timestamp !== '') report('timestamp', at, sample.timestamp);
  checkExemplar(family, sample, at, options.format, report);
  const names = sample.labels.map(([name]) => name);
  if (new Set(names).size !== names.length) report('duplicate', at, 'a label stands twice');
  for (const name of names) {
    if (!foreign && !SNAKE.test(name)) report('label-name', at, name);
  }
  const suffixed = sample.name !== family.name && /_(count|bucket)$/.test(sample.name);
  if ((family.type === 'counter' || suffixed) && !(sample.value >= 0)) {
    report('negative', at, `${sample.name} is ${sample.value}`);
  }
  if (family.type === 'info' && sample.value !== 1) report('info', at, `the value ${sample.value}`);
}

function checkExemplar(
  family: SeenFamily,
  sample: SampleLine,
  at: number,
  format: Format,
  report: Report,
): void {
  if (sample.exemplar === undefined) return;
  const allowed = format === 'openmetrics' && /_(total|bucket)$/.test(sample.name);
  const parsed = parseLine(`exemplar${sample.exemplar.replace(/^\{\}/, '')}`, format);
  const labels = parsed.kind === 'sample' ? parsed.labels.flat().join('') : '';
  // The limit is in characters, names and values together.
  if (!allowed || parsed.kind !== 'sample' || [...labels].length > 128) {
    report('exemplar', at, `${family.name}: ${sample.exemplar}`);
  }
}

/** No family may have a name that another family's samples bear. */
function checkClashes(
  families: ReadonlyMap<string, SeenFamily>,
  format: Format,
  report: Report,
): void {
  for (const family of families.values()) {
    for (const suffix of SUFFIXES[format][family.type] ?? []) {
      const other = suffix === '' ? undefined : families.get(family.name + suffix);
      if (!other) continue;
      report(
        'clash',
        other.line,
        `${other.name} is also a sample of the ${family.type} ${family.name}`,
      );
    }
  }
}
