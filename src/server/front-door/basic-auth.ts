// Who may come in by name and password: bcrypt once, then a cache that holds no password.
import { createHmac, randomBytes } from 'node:crypto';
import type { Users } from '../../config/web-config/index.ts';
import { type Verdict, Verifier } from './verifier.ts';

/** `unknown` also without any credentials. */
export type Admission = 'welcome' | 'unknown' | Exclude<Verdict, 'same' | 'different'>;

const MAX_REMEMBERED = 100;
const LONGEST_HEADER = 4096;
/** The salt and hash of nobody's password: 53 characters of bcrypt's alphabet, to be compared at any cost. */
const NOBODY = 'kBG/PnoXPEMVG3CXXh4EtHSV79EkVfDkN./nzZfIOiTYdR/BrR6Pl';

/** Keeps what it has verified as long as the hash stays the same. */
export class BasicAuth {
  readonly #verifier = new Verifier();
  /** Of this process alone, so that what is remembered tells nobody anything. */
  readonly #key = randomBytes(32);
  readonly #welcome = new Set<string>();
  readonly #running = new Map<string, Promise<Verdict>>();

  /** `header` is the request's Authorization, `address` the client's. */
  async admit(header: string | undefined, users: Users, address: string): Promise<Admission> {
    const given = credentialsOf(header);
    if (!given) return 'unknown';
    const known = users.get(given.name);
    const hash = known?.reveal() ?? this.#nobody(given.name, users);
    const key = this.#hmac(JSON.stringify([given.name, hash, given.password]));
    if (known && this.#welcome.has(key)) return 'welcome';
    const verdict = await this.#verify(key, given.password, hash, address);
    if (verdict === 'busy' || verdict === 'full') return verdict;
    if (!known || verdict !== 'same') return 'unknown';
    this.#remember(key);
    return 'welcome';
  }

  close(): Promise<void> {
    return this.#verifier.close();
  }

  /** Requests that come together with the same credentials wait for one comparison. */
  #verify(key: string, password: string, hash: string, address: string): Promise<Verdict> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = this.#verifier
      .verify(password, hash, address)
      .finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  #remember(key: string): void {
    const oldest = this.#welcome.size >= MAX_REMEMBERED && this.#welcome.values().next().value;
    if (oldest) this.#welcome.delete(oldest);
    this.#welcome.add(key);
  }

  /**
   * What an unknown name is compared with, so that the time does not tell that it is unknown: a hash of the
   * cost of some user, the same one each time that name is tried.
   */
  #nobody(name: string, users: Users): string {
    const hashes = [...users.values()];
    const pick = Number.parseInt(this.#hmac(name).slice(0, 8), 16) % hashes.length;
    return `${hashes[pick]!.reveal().slice(0, 7)}${NOBODY}`;
  }

  #hmac(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex');
  }
}

function credentialsOf(header = ''): { name: string; password: string } | undefined {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(header.slice(0, LONGEST_HEADER))?.[1];
  if (encoded === undefined || header.length > LONGEST_HEADER) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
