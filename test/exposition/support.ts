// What the tests of the exposition share: translate a text, look at what came of it.
import {
  type DropReason,
  type Format,
  render,
  type TranslateOptions,
  Translator,
} from '../../src/exposition/index.ts';

export type Options = Partial<TranslateOptions> & {
  /** Where to cut the input; without it the whole body is one chunk. */
  readonly cuts?: readonly number[];
  /** The body ended with an error. */
  readonly truncated?: boolean;
};

export interface Outcome {
  readonly text: string;
  readonly openmetrics: string;
  readonly series: number;
  readonly dropped: Partial<Record<DropReason, number>>;
}

/** Runs a body through the translator and renders what came of it in both formats. */
export function translated(body: string | Uint8Array, options: Options = {}): Outcome {
  const { cuts = [], truncated = false, ...rest } = options;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const translator = new Translator({ format: 'text', ...rest });
  const borders = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < borders.length; i++) {
    // A copy that is spoilt after use: the translator must not hold on to the caller's buffer.
    const chunk = Buffer.from(bytes.subarray(borders[i - 1], borders[i]));
    translator.push(chunk);
    chunk.fill(0x58);
  }
  const { families, series, dropped } = translator.end(truncated);
  const out = (format: Format) => Buffer.concat([...render(families, format)]).toString();
  const [text, openmetrics] = [out('text'), out('openmetrics')];
  return { text, openmetrics, series, dropped: Object.fromEntries(dropped) };
}

/** The sample lines alone. */
export function samplesOf(body: string): string[] {
  return body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Sample lines of the text output. */
export const samples = (body: string | Uint8Array, options?: Options): string[] =>
  samplesOf(translated(body, options).text);

/** The `# TYPE` lines as `name type`. */
export function typesOf(body: string): string[] {
  return [...body.matchAll(/^# TYPE (.*)$/gm)].map((found) => found[1] ?? '');
}

/** An empty object, where `toMatchObject` takes `{}` for any object at all. */
export const NOTHING = {
  asymmetricMatch: (given: unknown) =>
    typeof given === 'object' && given !== null && Object.keys(given).length === 0,
  toString: () => 'nothing',
};
