// The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) as MongoDB's saslStart and saslContinue carry it.
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const ITERATIONS = 4096;
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** One conversation: the client's first message, then its proof; `undefined` means "wrong". */
export class ScramServer {
  readonly #user: string;
  readonly #salted: Buffer;
  readonly #salt = randomBytes(16);
  #transcript = '';
  #nonce = '';

  constructor(user: string, password: string) {
    this.#user = user;
    this.#salted = pbkdf2Sync(password.normalize('NFKC'), this.#salt, ITERATIONS, 32, 'sha256');
  }

  /** `n,,n=user,r=nonce` → `r=…,s=salt,i=iterations`. */
  first(message: string): string | undefined {
    const bare = message.replace(/^n,,/, '');
    const fields = attributes(bare);
    // A client learns that the user is unknown only from the proof, as with a wrong password.
    if (fields.n !== this.#user.replaceAll('=', '=3D').replaceAll(',', '=2C')) this.#salted.fill(0);
    this.#nonce = `${fields.r}${randomBytes(18).toString('base64')}`;
    const answer = `r=${this.#nonce},s=${this.#salt.toString('base64')},i=${ITERATIONS}`;
    this.#transcript = `${bare},${answer}`;
    return answer;
  }

  /** `c=…,r=nonce,p=proof` → `v=signature` if the password was right. */
  final(message: string): string | undefined {
    const fields = attributes(message);
    const text = `${this.#transcript},c=${fields.c},r=${fields.r}`;
    const clientKey = hmac(this.#salted, 'Client Key');
    const expected = xor(clientKey, hmac(sha256(clientKey), text));
    const proof = Buffer.from(fields.p ?? '', 'base64');
    if (fields.r !== this.#nonce || proof.length !== expected.length) return undefined;
    if (!timingSafeEqual(proof, expected)) return undefined;
    return `v=${hmac(hmac(this.#salted, 'Server Key'), text).toString('base64')}`;
  }
}

function attributes(message: string): Record<string, string> {
  const pairs = message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]);
  return Object.fromEntries(pairs);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ b[i]!));
}
