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
  readonly expired: Certificate;
  /** For another host. */
  readonly wrongName: Certificate;
  readonly selfSigned: Certificate;
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
  const signed = async (name: string, names: string, days: string): Promise<Certificate> => {
    const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    await openssl('req', ...EC, '-subj', `/CN=${name}`, ...request);
    writeFileSync(join(dir, `${name}.ext`), names);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`];
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
  return {
    caFile: join(dir, 'ca.pem'),
    good: await signed('good', HERE, '2'),
    expired: await signed('expired', HERE, '-1'),
    wrongName: await signed('wrong', 'subjectAltName=DNS:elsewhere.example', '2'),
    selfSigned: { key: read('alone.key'), cert: read('alone.pem') },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
