// The report for a terminal: what there is, then what to mend, worst first, and the verdict at the end.
import { latency } from '../scrape/words.ts';
import type { Finding, Level } from './finding.ts';
import { type Colour, type Page, plainText } from './page.ts';
import type { Part, PartState } from './part.ts';
import type { Report } from './report.ts';
import type { TargetReport } from './target.ts';

const LABELS: Readonly<Record<Level, readonly [word: string, colour: Colour]>> = {
  error: ['ERROR', 'red'],
  warning: ['WARN', 'yellow'],
  info: ['INFO', 'cyan'],
};
const STATES: Readonly<Record<PartState, readonly [word: string, colour: Colour]>> = {
  up: ['up', 'green'],
  unwell: ['UNWELL', 'yellow'],
  down: ['DOWN', 'red'],
  absent: ['absent', 'dim'],
};
const STATE_WIDTH = 8;
const TITLE_WIDTH = 13;
const TIME_WIDTH = 9;
const LABEL_WIDTH = 7;

/** Lines ending in a newline. What upstreams said is freed of everything that a terminal would obey. */
export function reportAsText(report: Report, page: Page): string {
  const { targets, findings, verdict, summary, counts } = report;
  const several = targets.length > 1;
  const lines: string[] = [];
  for (const target of targets) lines.push(...targetLines(target, several, page), '');
  for (const finding of findings) lines.push(...findingLines(finding, several, page), '');
  const colour =
    counts.error > 0 || verdict === 'down' ? 'red' : counts.warning > 0 ? 'yellow' : 'green';
  lines.push(...page.wrap(plainText(summary), 0).map((line) => page.paint(line, colour, 'bold')));
  return `${lines.join('\n')}\n`;
}

function targetLines(
  { name, dockerEnv, parts }: TargetReport,
  several: boolean,
  page: Page,
): string[] {
  const head = several ? [page.paint(name, 'bold')] : [];
  const from = dockerEnv?.found ? [page.paint(`settings: ${dockerEnv.path}`, 'dim'), ''] : [];
  return [...head, ...from, ...parts.flatMap((part) => partLines(part, page))];
}

function partLines(part: Part, page: Page): string[] {
  const [word, colour] = STATES[part.state];
  const time =
    part.state === 'up' || part.state === 'unwell' ? latency(part.latency ?? part.seconds) : '';
  const start = [
    page.paint(word.padEnd(STATE_WIDTH), colour),
    part.component.title.padEnd(TITLE_WIDTH),
    `${time.padStart(TIME_WIDTH - 2)}  `,
  ].join('');
  const indent = STATE_WIDTH + TITLE_WIDTH + TIME_WIDTH;
  const [first = '', ...rest] = page.wrap(plainText(said(part)), indent);
  const origins = originsOf(part).flatMap((line) => page.wrap(plainText(line), indent));
  return [
    `${start}${first.trimStart()}`.trimEnd(),
    ...rest,
    ...(part.state === 'absent' ? [] : origins).map((line) => page.paint(line, 'dim')),
  ];
}

const said = ({ state, address, why }: Part) => (state === 'absent' ? why : address) ?? '';

/** The address’s origin, then the secrets’: where to look if one of them is wrong. */
function originsOf({ found }: Part): string[] {
  const url = found.find(({ setting }) => setting === 'url');
  const secrets = found.filter(({ secret }) => secret);
  const from = ({ kind, where }: Part['found'][number]) =>
    kind === 'default' ? 'the default' : where;
  return [
    ...(url ? [`from ${from(url)}`] : []),
    ...secrets.map((one) => `password from ${from(one)}`),
  ];
}

function findingLines(finding: Finding, several: boolean, page: Page): string[] {
  const [word, colour] = LABELS[finding.level];
  const { text, detail, remedy, target } = finding;
  const where = several && target !== undefined ? `${target}: ` : '';
  const [first = '', ...rest] = page.wrap(plainText(where + sentence(text)), LABEL_WIDTH);
  const label = page.paint(word.padEnd(LABEL_WIDTH), colour, 'bold');
  return [
    label + page.paint(first.trimStart(), 'bold'),
    ...rest.map((line) => page.paint(line, 'bold')),
    ...(detail
      ? page.wrap(plainText(detail), LABEL_WIDTH).map((line) => page.paint(line, 'dim'))
      : []),
    ...(remedy ? remedyLines(remedy, page) : []),
  ];
}

/** Commands and settings are never broken: they are there to be copied. */
function remedyLines(
  { text, lines, caution }: NonNullable<Finding['remedy']>,
  page: Page,
): string[] {
  const end = lines.length > 0 ? ':' : '.';
  const [first = '', ...rest] = page.wrap(sentence(plainText(text), end), LABEL_WIDTH + 2);
  const indent = ' '.repeat(LABEL_WIDTH + 4);
  return [
    `${' '.repeat(LABEL_WIDTH)}→ ${first.trimStart()}`,
    ...rest,
    ...lines.map((line) => indent + page.paint(plainText(line), 'cyan')),
    ...(caution ? page.wrap(sentence(caution), LABEL_WIDTH + 2) : []),
  ];
}

/** Starts with a capital, unless it starts with a name, and ends in a stop. */
function sentence(text: string, end = '.'): string {
  const start = text.replace(/^(?!supervisord)[a-z](?=[a-z\u2019]*[ ,:])/, (letter) =>
    letter.toUpperCase(),
  );
  return /[.:!?]$/.test(start) ? start : start + end;
}
