// `http_server_config`, `basic_auth_users` and `rate_limit` of a web-config file.
import { validateHeaderValue } from 'node:http';
import { Secret } from '../../scrape/secret.ts';
import { parseDuration } from '../duration.ts';
import { HEADERS } from './names.ts';
import type { Section } from './yaml-section.ts';

/** Bcrypt hashes by user name. */
export type Users = ReadonlyMap<string, Secret>;

/** A token bucket: `burst` requests at once, and one more each `intervalMs`. */
export interface RateLimit {
  readonly intervalMs: number;
  readonly burst: number;
}

export const HTTP_KEYS = ['http2', 'headers'] as const;
export const RATE_KEYS = ['interval', 'burst'] as const;

/** Cost 15 takes 2.5 s of a CPU, 16 twice that: longer than most scrapes may take. */
const MAX_COST = 15;
const MAX_USERS = 1000;
const HASH = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** The headers to send instead of ours, by lower-case name. */
export function readHttp(section: Section): Record<string, string> {
  if (section.boolean('http2')) {
    section.problem('http2', 'is not supported', 'write false, or leave it out');
  }
  const headers = section.section('headers', Object.keys(HEADERS));
  const entries = headers.keys().map((name) => [name.toLowerCase(), readHeader(headers, name)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function readHeader(headers: Section, name: string): string {
  const value = headers.text(name)?.text ?? '';
  const values = HEADERS[name];
  if (value !== '' && values && !values.includes(value)) {
    const remedy = `write ${values.join(' or ')}, or "" to leave it out`;
    headers.problem(name, 'has a value that it cannot have', remedy);
  }
  try {
    validateHeaderValue(name, value);
  } catch {
    headers.problem(
      name,
      'has a character that a header cannot have',
      'keep it in one line of ASCII',
    );
  }
  return value;
}

export function readUsers(section: Section): Users {
  const users = new Map<string, Secret>();
  const names = section.keys();
  if (names.length > MAX_USERS) {
    section.problem(names[MAX_USERS]!, `is one user too many`, `at most ${MAX_USERS} are possible`);
  }
  for (const name of names) {
    const hash = section.text(name)?.text ?? '';
    const cost = Number(HASH.exec(hash)?.[1]);
    if (name === '' || name.includes(':')) {
      section.problem(name, 'cannot be a user name', 'use one that is not empty and has no colon');
    } else if (Number.isNaN(cost)) {
      const remedy = 'make one with: htpasswd -nBC 10 ""';
      section.problem(name, 'has no bcrypt hash ($2a$, $2b$ or $2y$)', remedy);
    } else if (cost < 4 || cost > MAX_COST) {
      const remedy = 'make one of cost 10';
      section.problem(name, `has a hash of cost ${cost}, and it may be 4 to ${MAX_COST}`, remedy);
    } else users.set(name, new Secret(hash));
  }
  return users;
}

/** Undefined without the section, and for an interval of 0. */
export function readRate(section: Section): RateLimit | undefined {
  const interval = section.text('interval')?.text;
  const burst = section.text('burst')?.text ?? '0';
  if (interval === undefined) {
    if (section.isThere)
      section.problem('interval', 'is missing', 'write it like 1s, or 0 for none');
    return undefined;
  }
  // A number without a unit is nanoseconds to Prometheus's exporters, and surely not meant so.
  const bare = /^[\d.]*$/.test(interval) && Number(interval) !== 0;
  const seconds = bare ? undefined : parseDuration(interval);
  if (seconds === undefined) {
    section.problem('interval', 'must be a duration with a unit', 'write it like 1s or 200ms');
  } else if (seconds > 0 && !/^[1-9]\d{0,5}$/.test(burst)) {
    section.problem(
      'burst',
      'must be a whole number of at least 1',
      'without it no request passes',
    );
  } else if (seconds > 0) return { intervalMs: seconds * 1000, burst: Number(burst) };
  return undefined;
}
