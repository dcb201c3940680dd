// Checks one value against its shape: the value as it is used, or what is wrong with it.
import { didYouMean } from '../../config/suggest.ts';
import type { ChoiceShape, DurationShape, NumberShape, SwitchShape, TextShape } from './shape.ts';

export interface Refusal {
  readonly problem: string;
  readonly remedy: string;
}

type ScalarShape = NumberShape | TextShape | DurationShape | ChoiceShape | SwitchShape;

/** A map or a list where a single value belongs comes here as an object. */
export function scalarValue(
  shape: ScalarShape,
  value: unknown,
): string | number | boolean | Refusal {
  if (typeof value === 'object') {
    return { problem: 'must be a single value', remedy: 'write neither a map nor a list' };
  }
  switch (shape.kind) {
    case 'number':
      return numberValue(shape, value);
    case 'duration':
      return durationValue(shape, String(value));
    case 'choice':
      return choiceValue(shape, String(value));
    case 'switch':
      return typeof value === 'boolean'
        ? value
        : { problem: 'must be true or false', remedy: 'write it without quotes' };
    case 'text':
      return textValue(shape, value);
  }
}

function numberValue(shape: NumberShape, value: unknown): number | Refusal {
  const { min = -Infinity, max = Infinity, below, integer } = shape;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { problem: 'must be a number', remedy: shape.help };
  if (integer && !Number.isInteger(value))
    return { problem: 'must be a whole number', remedy: shape.help };
  if (value < min || value > max) {
    const why = value < min && shape.tooLow !== undefined ? `: ${shape.tooLow}` : '';
    return {
      problem: `must be ${range(shape, min, max)}${why}`,
      remedy: `choose a number within; ${usual(shape)}`,
    };
  }
  if (below !== undefined && value >= below.value) {
    return {
      problem: `must be below ${below.value}: ${below.why}`,
      remedy: `choose less; ${usual(shape)}`,
    };
  }
  return value;
}

/** `from 0.5 to 0.99 (50 % … 99 %)`. */
function range({ spoken }: NumberShape, min: number, max: number): string {
  const plain = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  const said = spoken === undefined ? '' : ` (${spoken(min)} … ${spoken(max)})`;
  return plain + said;
}

const usual = ({ default: fallback }: NumberShape): string =>
  fallback === undefined ? 'there is no default' : `the default is ${fallback}`;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function durationValue(shape: DurationShape, text: string): string | Refusal {
  const [, number, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number === undefined) {
    return {
      problem: 'must be a time such as 30s, 5m, 2h or 1d',
      remedy: `the default is ${shape.default}`,
    };
  }
  const seconds = Number(number) * (SECONDS[unit] ?? 1);
  if (seconds >= shape.min && seconds <= shape.max) return text;
  const why = seconds < shape.min && shape.tooLow !== undefined ? `: ${shape.tooLow}` : '';
  const problem = `must be from ${shape.min}s to ${shape.max / 86_400}d${why}`;
  return { problem, remedy: `the default is ${shape.default}` };
}

function choiceValue({ choices }: ChoiceShape, text: string): string | Refusal {
  if (choices.includes(text)) return text;
  return { problem: `must be one of ${choices.join(', ')}`, remedy: didYouMean(text, choices) };
}

function textValue(shape: TextShape, value: unknown): string | Refusal {
  const { pattern, accepts, must = 'cannot be used', remedy = shape.help } = shape;
  if (typeof value === 'boolean') return { problem: 'must be text', remedy: 'put it in quotes' };
  const text = String(value);
  if (text.trim() === '')
    return { problem: 'is empty', remedy: `write a value or remove the line` };
  const fits = (pattern?.test(text) ?? true) && (accepts?.(text) ?? true);
  return fits ? text : { problem: must, remedy };
}
