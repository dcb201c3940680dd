// The actuator where it exposes /actuator/metrics alone: its JSON, meter by meter, turned into an exposition.
import { type Rules, translate } from '../../exposition/index.ts';
import type { ScrapeContext } from '../../scrape/component.ts';
import { discard, type HttpClient, readText } from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import {
  headOf,
  linesOf,
  type Meter,
  meterOf,
  type Shape,
  shapeOf,
  type Tags,
} from './micrometer.ts';
import { NOTES } from './notes.ts';

const PATH = '/actuator/metrics';
const MAX_BYTES = 1 << 20;
/** Requests at once; the client keeps as many connections. */
const CONCURRENCY = 4;
/** Requests in one scrape: a backend with every meter of the catalogue needs about 250. */
const MAX_REQUESTS = 600;
/** Share of the scrape's time for asking; in the rest, what there is can be handed over. */
const PATIENCE = 0.85;

/**
 * Tags worth a request for each of their values, by meter; each meter's answer sums over the others. A tag
 * with one value alone needs none. `uri` is left out: one request for each path and status.
 */
const DRILL: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^appsmith\.login_/, ['source']],
  [/^appsmith\./, ['plugin']],
  [/^http\.server\.requests$/, ['status', 'method']],
  [/^jvm\.memory\.(used|committed|max)$/, ['area', 'id']],
  [/^jvm\.buffer\./, ['id']],
  [/^jvm\.gc\.(pause|concurrent)/, ['gc', 'action', 'cause']],
  [/^jvm\.threads\.states$/, ['state']],
  [/^logback\.events$/, ['level']],
  [/^executor\.|^r2dbc\.pool\./, ['name']],
  [/^hikaricp\./, ['pool']],
  [/^mongodb\.driver\.commands$/, ['command', 'status']],
  [/^lettuce\.command\./, ['command']],
];

/** Long-task timers beside these timers, which no rule keeps: not worth a request. */
const IN_PROGRESS = /^(appsmith|http)\..+\.active$/;

/** What is asked first, in case that the time is too short for all. */
const PRIORITY = [/^appsmith\./, /^http\./, /^jvm\./, /^(process|system|mongodb)\./];

interface JsonOptions {
  readonly rules: Rules;
  readonly seriesBudget: number;
}

/**
 * Reads the list of meters and every one that the rules keep, and hands over the families. Cut short by the
 * clock it hands over what it has. @returns false if there is no list of meters
 */
export async function collectJson(
  http: HttpClient,
  { rules, seriesBudget }: JsonOptions,
  scrape: ScrapeContext,
): Promise<boolean> {
  const list = await ask(http, PATH, scrape.signal);
  const names = (list as { names?: unknown } | undefined)?.names;
  if (!Array.isArray(names)) return false;
  const walk = new Walk(http, rules);
  const error = await walk
    .all(inOrder(names.filter((name) => typeof name === 'string')), scrape)
    .catch((thrown: unknown) => thrown);
  if (walk.incomplete) scrape.note(NOTES.incomplete);
  const limits = { series: seriesBudget };
  scrape.foreign(await translate(walk.exposition(), { format: 'text', rules, limits }));
  if (error !== undefined && !walk.incomplete) throw error;
  return true;
}

function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) => {
    const at = PRIORITY.findIndex((pattern) => pattern.test(name));
    return at < 0 ? PRIORITY.length : at;
  };
  return [...names].sort((a, b) => rank(a) - rank(b));
}

/** One reading of all meters, within the time and the number of requests. */
class Walk {
  readonly #http: HttpClient;
  readonly #rules: Rules;
  readonly #families = new Map<string, { head: string; lines: string[] }>();
  #requests = 0;
  #signal: AbortSignal | undefined;
  /** Time or requests were spent before all was read. */
  incomplete = false;

  constructor(http: HttpClient, rules: Rules) {
    this.#http = http;
    this.#rules = rules;
  }

  /** Reads meters until all are read or time is up; rejects with the first error. */
  all(names: readonly string[], scrape: ScrapeContext): Promise<void> {
    const queue = names.values();
    return withPatience(scrape, scrape.remaining() * PATIENCE, async (signal) => {
      this.#signal = signal;
      const worker = async () => {
        for (const name of queue) await this.#meter(name);
      };
      try {
        await Promise.all(Array.from({ length: CONCURRENCY }, worker));
      } finally {
        this.incomplete = this.#isSpent;
      }
    });
  }

  get #isSpent(): boolean {
    return this.#signal?.aborted === true || this.#requests >= MAX_REQUESTS;
  }

  async *exposition(): AsyncGenerator<Uint8Array> {
    for (const { head, lines } of this.#families.values()) {
      yield Buffer.from(head + lines.join(''));
    }
  }

  async #meter(name: string): Promise<void> {
    if (IN_PROGRESS.test(name) || this.#rules(name.replaceAll('.', '_'), 'unknown').drop) return;
    const meter = await this.#ask(name, []);
    const shape = meter && shapeOf(meter);
    if (!meter || !shape || this.#rules(shape.name, shape.type).drop) return;
    const drill = DRILL.find(([pattern]) => pattern.test(name))?.[1] ?? [];
    await this.#descend(meter, shape, [], drill);
  }

  /** Asks for each value of the first tag that has several, then within it; adds the series at the bottom. */
  async #descend(meter: Meter, shape: Shape, tags: Tags, drill: readonly string[]): Promise<void> {
    const next = drill.findIndex((tag) => valuesOf(meter, tag).length > 1);
    const tag = drill[next];
    if (tag === undefined) return this.#add(meter, shape, tags);
    for (const value of valuesOf(meter, tag)) {
      const narrowed: Tags = [...tags, [tag, value]];
      const inner = await this.#ask(meter.name, narrowed);
      if (inner) await this.#descend(inner, shape, narrowed, drill.slice(next + 1));
    }
  }

  #add(meter: Meter, shape: Shape, tags: Tags): void {
    for (const [family, line] of linesOf(meter, shape, tags)) {
      const type = family === shape.name ? shape.type : 'gauge';
      const known = this.#families.get(family) ?? { head: headOf(family, type, meter), lines: [] };
      this.#families.set(family, known);
      known.lines.push(line);
    }
  }

  /** One meter; undefined if it has gone, or if time or requests are spent. */
  async #ask(name: string, tags: Tags): Promise<Meter | undefined> {
    if (this.#isSpent) return undefined;
    this.#requests++;
    const query = tags.map(([key, value]) => `tag=${encodeURIComponent(`${key}:${value}`)}`);
    const path = `${PATH}/${encodeURIComponent(name)}${query.length > 0 ? `?${query.join('&')}` : ''}`;
    return meterOf(await ask(this.#http, path, this.#signal!));
  }
}

function valuesOf({ availableTags }: Meter, tag: string): readonly string[] {
  return availableTags.find((available) => available.tag === tag)?.values ?? [];
}

/** A JSON answer; undefined for any other status, content or a body that is no JSON. */
async function ask(http: HttpClient, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await http.request(path, { signal, headers: { accept: 'application/json' } });
  if (response.status !== 200 || !response.mediaType.endsWith('json')) {
    discard(response);
    return undefined;
  }
  try {
    return JSON.parse(await readText(response, MAX_BYTES));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
