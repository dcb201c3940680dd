// Certificates made for one test: a good one of an own authority, and the ways in which one can be bad.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { need } from './need.ts';

const run = promisify(execFile);

export const needOpenssl = (): boolean => need('openssl', 'apt-get install openssl');

/** PEM texts, for 127.0.0.1 and localhost unless it says otherwise. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Certificates {
  /** File of the authority that signed all but the self-signed one. */
  readonly caFile: string;
  readonly good: Certificate;
  /** Good for ten days more. */
  readonly expiring: Certificate;
  readonly expired: Certificate;
  /** For another host. */
  readonly wrongName: Certificate;
  readonly selfSigned: Certificate;
  /** By way of an intermediate that expires a day before it, and is sent with it. */
  readonly chained: Certificate;
  /** The same without the intermediate, as a server that was given the wrong file sends it. */
  readonly incomplete: Certificate;
  /** Removes the files. */
  remove(): void;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const HERE = 'subjectAltName=IP:127.0.0.1,DNS:localhost';

export async function makeCertificates(): Promise<Certificates> {
  const dir = mkdtempSync(join(tmpdir(), 'certificates-'));
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  const files = (name: string) => ['-keyout', `${name}.key`, '-out', `${name}.pem`];
  const authority = ['req', '-x509', ...EC, '-days', '2', '-subj', '/CN=test-ca'];
  await openssl(...authority, ...files('ca'));
  const signed = async (
    name: string,
    extensions: string,
    days: string,
    ca = 'ca',
  ): Promise<Certificate> => {
    const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    await openssl('req', ...EC, '-subj', `/CN=${name}`, ...request);
    writeFileSync(join(dir, `${name}.ext`), extensions);
    const issuer = ['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial'];
    const by = [...issuer, '-extfile', `${name}.ext`];
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      days,
      '-out',
      `${name}.pem`,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  const alone = ['-days', '2', '-subj', '/CN=localhost', '-addext', HERE];
  await openssl('req', '-x509', ...EC, ...alone, ...files('alone'));
  const intermediate = await signed('between', 'basicConstraints=critical,CA:TRUE', '1');
  const incomplete = await signed('below', HERE, '2', 'between');
  return {
    caFile: join(dir, 'ca.pem'),
    good: await signed('good', HERE, '2'),
    expiring: await signed('expiring', HERE, '10'),
    expired: await signed('expired', HERE, '-1'),
    wrongName: await signed('wrong', 'subjectAltName=DNS:elsewhere.example', '2'),
    selfSigned: { key: read('alone.key'), cert: read('alone.pem') },
    chained: { key: incomplete.key, cert: incomplete.cert + intermediate.cert },
    incomplete,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
