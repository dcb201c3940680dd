// From the text of a value to the value, by the option's kind; what is wrong with it, and what to write instead.
import type { SettingValue } from '../scrape/component.ts';
import { Secret } from '../scrape/secret.ts';
import { parseDuration } from './duration.ts';
import type { Option, OptionKind } from './option.ts';
import { closest } from './suggest.ts';

export type Parsed =
  | { readonly value: SettingValue }
  | { readonly problem: string; readonly remedy: string };

type Parser = (text: string, option: Option) => Parsed;

const TRUE = new Set(['true', 'yes', 'on', '1']);
const FALSE = new Set(['false', 'no', 'off', '0']);

const PARSERS: Readonly<Record<OptionKind, Parser>> = {
  string: (text) => ({ value: text }),
  path: (text) => ({ value: text }),
  secret: (text) => ({ value: new Secret(text) }),
  'secret-url': secretUrl,
  url: httpUrl,
  boolean(text) {
    const word = text.toLowerCase();
    if (TRUE.has(word)) return { value: true };
    if (FALSE.has(word)) return { value: false };
    return { problem: 'must be true or false', remedy: 'write true or false' };
  },
  integer(text, option) {
    if (!/^[+-]?\d{1,15}$/.test(text)) {
      return { problem: 'must be a whole number', remedy: `write one ${rangeOf(option, String)}` };
    }
    return inRange(Number(text), option, String);
  },
  duration(text, option) {
    const seconds = parseDuration(text);
    if (seconds === undefined) {
      return { problem: 'must be a duration', remedy: 'write it like 500ms, 10s, 1m30s or 2h' };
    }
    return inRange(seconds, option, (n) => `${n}s`);
  },
  listen(text) {
    if (parseListen(text)) return { value: text };
    return {
      problem: 'must be an address and a port from 0 to 65535',
      remedy: 'write it like :9564, 127.0.0.1:9564 or [::1]:9564',
    };
  },
  choice(text, { choices = [], default: fallback }) {
    if (choices.includes(text)) return { value: text };
    const meant = closest(text, choices);
    return {
      problem: `must be one of ${choices.join(', ')}`,
      remedy: meant
        ? `did you mean "${meant}"?`
        : `unless you need another, leave it at ${fallback}`,
    };
  },
};

/** Parses a value that is not empty. The problem never repeats the text. */
export function parseValue(text: string, option: Option): Parsed {
  return PARSERS[option.kind](text, option);
}

/** `host` is empty for all interfaces. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `:9564`, `host:9564`, `[::1]:9564` or `9564`; undefined if it is none of them. */
export function parseListen(text: string): ListenAddress | undefined {
  const match = /^(?:(?:\[([\da-f:.%\w]+)\]|([^\s:/[\]@]*)):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) return undefined;
  return { host: match[1] ?? match[2] ?? '', port };
}

function httpUrl(text: string): Parsed {
  const remedy = 'write it like http://127.0.0.1:8080';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:\/\//i.test(text)) {
    return { problem: 'must be an http:// or https:// address', remedy };
  }
  if (url.username || url.password) {
    return {
      problem: 'must not carry a user name or a password',
      remedy: 'give them as options of their own',
    };
  }
  if (url.search || url.hash || /[?#]/.test(text)) {
    return { problem: 'must not have a query or a fragment', remedy };
  }
  return { value: url.href.replace(/\/+$/, '') };
}

function secretUrl(text: string): Parsed {
  if (/^[a-z][a-z0-9+.:-]*:\/\/\S/i.test(text) && !/\s/.test(text)) {
    return { value: new Secret(text) };
  }
  return {
    problem: 'must be a connection string without spaces',
    remedy: 'write scheme://user:password@host:port/…, special characters percent-encoded',
  };
}

function inRange(value: number, option: Option, show: (n: number) => string): Parsed {
  const { min = -Infinity, max = Infinity } = option;
  if (value >= min && value <= max) return { value };
  const example = option.default ?? show(option.min ?? max);
  return { problem: `must be ${rangeOf(option, show)}`, remedy: `write for example ${example}` };
}

function rangeOf({ min, max }: Option, show: (n: number) => string): string {
  if (min !== undefined && max !== undefined) return `from ${show(min)} to ${show(max)}`;
  if (min !== undefined) return `at least ${show(min)}`;
  if (max !== undefined) return `at most ${show(max)}`;
  return 'such as 10';
}
