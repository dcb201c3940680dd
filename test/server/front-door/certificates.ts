// Certificates made by openssl for one test: an authority, and what it signs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findTool, need } from '../../peers/need.ts';

export const needOpenssl = (): boolean => need('openssl', 'apt-get install openssl');

/** Paths and texts of a certificate and its key. */
export interface Pair {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  /** subjectAltName, e.g. `DNS:localhost,IP:127.0.0.1`. */
  readonly san?: string;
  /** Signed by it; else by itself, and then it is an authority. */
  readonly by?: Pair;
  /** From and to, as YYYYMMDDHHMMSSZ; else it is good for two days. */
  readonly valid?: readonly [from: string, to: string];
  /** `clientAuth`, `serverAuth`. */
  readonly usage?: string;
  /** May sign others though another signed it. */
  readonly intermediate?: boolean;
}

/** A folder of its own, gone when the test ends. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'front-door-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function makePair(dir: string, name: string, wanted: Wanted = {}): Pair {
  const { san = 'DNS:localhost,IP:127.0.0.1', by, valid, usage } = wanted;
  const [certFile, keyFile, request] = ['crt', 'key', 'csr'].map((end) =>
    join(dir, `${name}.${end}`),
  );
  const extensions = [
    '[x]',
    `subjectAltName=${san}`,
    `basicConstraints=CA:${by && !wanted.intermediate ? 'FALSE' : 'TRUE'}`,
    ...(usage ? [`extendedKeyUsage=${usage}`] : []),
  ];
  const config = join(dir, `${name}.cnf`);
  writeFileSync(
    config,
    `[req]\ndistinguished_name=dn\n[dn]\n${extensions.join('\n')}\n${AUTHORITY}`,
  );
  openssl(
    dir,
    'req',
    '-new',
    ...NEW_KEY,
    '-config',
    config,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    keyFile!,
    '-out',
    request!,
  );
  const extended = ['-extfile', config, '-extensions', 'x', '-in', request!, '-out', certFile!];
  if (valid) sign(dir, config, by!, valid, request!, certFile!);
  else if (by) {
    openssl(
      dir,
      'x509',
      '-req',
      '-days',
      '2',
      '-CA',
      by.certFile,
      '-CAkey',
      by.keyFile,
      '-CAcreateserial',
      ...extended,
    );
  } else openssl(dir, 'x509', '-req', '-days', '2', '-key', keyFile!, ...extended);
  return {
    certFile: certFile!,
    keyFile: keyFile!,
    cert: readFileSync(certFile!, 'utf8'),
    key: readFileSync(keyFile!, 'utf8'),
  };
}

/** What `openssl ca` wants to know; it alone can date a certificate back. */
const AUTHORITY = `[ca]
default_ca=a
[a]
new_certs_dir=.
database=index.txt
serial=serial
default_md=sha256
policy=p
x509_extensions=x
[p]
commonName=supplied
`;

function sign(
  dir: string,
  config: string,
  by: Pair,
  [from, to]: readonly [string, string],
  request: string,
  certFile: string,
): void {
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(join(dir, 'serial'), '1000\n');
  const dates = ['-startdate', from, '-enddate', to];
  const signer = ['-cert', by.certFile, '-keyfile', by.keyFile];
  openssl(
    dir,
    'ca',
    '-batch',
    '-notext',
    '-config',
    config,
    ...dates,
    ...signer,
    '-in',
    request,
    '-out',
    certFile,
  );
}

function openssl(cwd: string, ...args: string[]): void {
  execFileSync(findTool('openssl')!, args, { cwd, stdio: 'ignore' });
}
