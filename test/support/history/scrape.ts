// One scrape's text as series, in the way in which Prometheus stores it: with the target's labels.
import { TARGET } from '../../../src/observe/index.ts';

export interface Scraped {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n' };

/** Series by their text. Throws on a line that is no sample: the exporter writes none such. */
export function readScrape(body: string): Map<string, Scraped> {
  const found = new Map<string, Scraped>();
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, inner = '', value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`);
    const labels: Record<string, string> = { __name__: name };
    for (const [, label, quoted] of inner.matchAll(LABEL)) {
      labels[label!] = quoted!.replace(/\\(.)/g, (_all, char: string) => ESCAPES[char] ?? char);
    }
    found.set(line.slice(0, line.lastIndexOf(' ')), {
      labels: { ...labels, ...TARGET },
      value: numberOf(value),
    });
  }
  return found;
}

/** What Prometheus adds by itself about a scrape. */
export function aboutScrape(up: boolean, seconds: number, samples: number): Map<string, Scraped> {
  const own = {
    up: up ? 1 : 0,
    scrape_duration_seconds: seconds,
    scrape_samples_scraped: samples,
    scrape_samples_post_metric_relabeling: samples,
  };
  return new Map(
    Object.entries(own).map(([name, value]) => [
      name,
      { labels: { __name__: name, ...TARGET }, value },
    ]),
  );
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}
