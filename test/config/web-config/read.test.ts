// The web-config file: each mistake is told with its line, and none of them shows a secret.
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/index.ts';
import { readWebConfig } from '../../../src/config/web-config/index.ts';

/** Of `wonder`, at cost 4. */
const HASH = '$2b$04$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC';

const read = (text: string, files: Readonly<Record<string, string>> = {}) =>
  readWebConfig('/etc/web.yml', (path) => {
    const found = path === '/etc/web.yml' ? text : files[path];
    if (found === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return found;
  });

async function mistakes(text: string, files?: Readonly<Record<string, string>>): Promise<string[]> {
  const error: unknown = await read(text, files).then(
    () => new Error('it was taken'),
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).message.split('\n');
}

describe('the web-config file', () => {
  it('may be empty', async () => {
    for (const text of ['', '# nothing\n', '{}', 'tls_server_config: {}\nbasic_auth_users:\n']) {
      const { headers, files } = await read(text);
      expect({ headers, files }).toEqual({ headers: {}, files: ['/etc/web.yml'] });
      expect((await read(text)).tls).toBeUndefined();
      expect((await read(text)).users.size).toBe(0);
    }
  });

  it('has users, headers and a rate limit', async () => {
    const config = await read(`
basic_auth_users:
  alice: ${HASH}
  007: ${HASH.replace('$2b$', '$2y$')}
  bob: &b '${HASH.replace('$2b$', '$2a$')}'
  eve: *b
http_server_config:
  http2: false
  headers:
    X-Frame-Options: sameorigin
    Strict-Transport-Security: max-age=31536000
    Content-Security-Policy: ""
rate_limit:
  interval: 1m30s
  burst: 20
`);
    expect([...config.users.keys()]).toEqual(['alice', '007', 'bob', 'eve']);
    expect(config.headers).toEqual({
      'x-frame-options': 'sameorigin',
      'strict-transport-security': 'max-age=31536000',
      'content-security-policy': '',
    });
    expect(config.rateLimit).toEqual({ intervalMs: 90_000, burst: 20 });
    expect(JSON.stringify(config)).not.toContain('$2');
    expect((await read('rate_limit: { interval: 0 }')).rateLimit).toBeUndefined();
  });

  it.each([
    [
      'basic_auth_user:\n  a: b',
      '1: basic_auth_user: unknown key; did you mean "basic_auth_users"?',
    ],
    [
      'tls_server_config:\n  certfile: a',
      '2: tls_server_config.certfile: unknown key; did you mean "cert_file"?',
    ],
    ['tls_server_config: yes', '1: tls_server_config: must be a map; write key: value'],
    ['- a', '1: must be a map; write key: value'],
    ['a: [', '1: is not valid YAML (BAD_INDENT); look here and one line above'],
    [
      'http_server_config:\n  http2: true',
      '2: http_server_config.http2: is not supported; write false, or leave it out',
    ],
    [
      'http_server_config:\n  http2: maybe',
      '2: http_server_config.http2: must be true or false; write true or false',
    ],
    [
      'http_server_config:\n  headers:\n    Server: x',
      /^3: http_server_config.headers.Server: unknown key; known are: Content-S/,
    ],
    [
      'http_server_config:\n  headers:\n    X-Frame-Options: DENY',
      /^3: .*write deny or sameorigin/,
    ],
    [
      'http_server_config:\n  headers:\n    X-XSS-Protection: "a\\nb"',
      /^3: .*a character that a header cannot have/,
    ],
    [
      'basic_auth_users:\n  a: hunter2',
      /^2: basic_auth_users.a: has no bcrypt hash \(.*htpasswd -nBC 10/,
    ],
    [
      `basic_auth_users:\n  a: ${HASH.replace('04', '16')}`,
      /^2: .*has a hash of cost 16, and it may be 4 to 15/,
    ],
    [`basic_auth_users:\n  a: ${HASH.replace('04', '03')}`, /^2: .*of cost 3,/],
    [`basic_auth_users:\n  "a:b": ${HASH}`, /^2: .*cannot be a user name/],
    ['basic_auth_users:\n  a: [hunter2]', /^2: basic_auth_users.a: must be a single value/],
    [
      'rate_limit:\n  interval: 1\n  burst: 5',
      /^2: rate_limit.interval: must be a duration with a unit/,
    ],
    ['rate_limit:\n  interval: 1s', /^1: rate_limit.burst: must be a whole number/],
    ['rate_limit:\n  burst: 5', /^1: rate_limit.interval: is missing/],
  ] as const)('%j', async (text, expected) => {
    const [first = '', ...rest] = await mistakes(text);
    const line = first.replace('/etc/web.yml:', '');
    if (typeof expected === 'string') expect(line).toBe(expected);
    else expect(line).toMatch(expected);
    expect([first, ...rest].join()).not.toContain('hunter2');
    if (!text.startsWith('a: [') && !text.includes('[hunter2]')) expect(rest).toEqual([]);
  });

  it.each([
    ['client_auth_type: Require', /did you mean|known are: NoClientCert/],
    ['min_version: TLS14', /did you mean "TLS1[0-3]"/],
    ['min_version: TLS13\n  max_version: TLS12', /max_version: is below min_version/],
    ['cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]', /"TLS_RSA_WITH_RC4_128_SHA" is not known/],
    ['cipher_suites: TLS_AES_128_GCM_SHA256', /must be a list/],
    ['curve_preferences: [P256]', /"P256" is not known; .*CurveP256/],
    [
      'client_auth_type: RequireAndVerifyClientCert',
      /client_ca_file: is missing for this client_auth_type/,
    ],
    ['client_ca: x', /client_auth_type: is missing beside client_ca_file/],
    [
      'client_ca: x\n  client_auth_type: RequireAndVerifyClientCert',
      /client_ca: is not a certificate/,
    ],
    ['client_allowed_sans: [a]', /client_allowed_sans: needs a client_auth_type that requires one/],
    [
      'client_auth_type: VerifyClientCertIfGiven\n  client_allowed_sans: [a]',
      /client_allowed_sans: needs/,
    ],
  ])('tls_server_config: %s', async (more, expected) => {
    const all = await mistakes(`tls_server_config:\n  cert: x\n  key: hunter2\n  ${more}`);
    expect(all.some((line) => expected.test(line))).toBe(true);
    expect(all.join('\n')).not.toContain('hunter2');
  });

  it('looks for files beside itself, and says which cannot be read', async () => {
    const text = 'tls_server_config:\n  cert_file: a.crt\n  key_file: keys/a.key';
    expect(await mistakes(text, { '/etc/a.crt': 'rubbish' })).toEqual([
      '/etc/web.yml:3: tls_server_config.key_file: there is no such file: /etc/keys/a.key; give the path of a PEM file that the exporter may read',
      '/etc/web.yml:2: tls_server_config.cert_file: is not a certificate; give the path of a PEM file, relative to the folder of this file',
    ]);
    const missing = await mistakes('tls_server_config:\n  cert_file: /a', { '/a': '' });
    expect(missing[0]).toMatch(/^\/etc\/web.yml:1: tls_server_config.key_file: is missing/);
    const both = await mistakes('tls_server_config:\n  cert: x\n  cert_file: y\n  key: z');
    expect(both[0]).toMatch(/:2: tls_server_config.cert: is given together with cert_file/);
  });

  it('reads what is hostile in bounded time', async () => {
    expect((await mistakes('['.repeat(20_000)))[0]).toMatch(/not valid YAML|nested too deep/);
    expect((await mistakes('a'.repeat(2 << 20)))[0]).toMatch(/larger than 1 MiB/);
    const bomb = 'a: &a [x,x]\nb: &b [*a,*a]\nbasic_auth_users: *b';
    expect((await mistakes(bomb)).join()).toMatch(/basic_auth_users: must be a map/);
    expect((await mistakes('basic_auth_users: *nobody')).join()).toMatch(
      /yml:1: is an alias without an anchor/,
    );
  });
});
