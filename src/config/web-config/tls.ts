// `tls_server_config` of a web-config file: certificate, key, client certificates, versions, suites.
import { constants, createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions, type SecureVersion } from 'node:tls';
import { Secret } from '../../scrape/secret.ts';
import {
  CIPHER_SUITES,
  CLIENT_AUTH,
  type ClientAuth,
  CURVES,
  DEFAULT_SUITES,
  TLS13_SUITES,
  VERSIONS,
} from './names.ts';
import type { Pem } from './pem.ts';
import type { Section } from './yaml-section.ts';

/** How to speak TLS. */
export interface WebTls {
  readonly clientAuth: ClientAuth;
  /** A client's certificate must have one of them; undefined if any will do. */
  readonly allowedSans?: ReadonlySet<string>;
  /** When the server's own certificate expires. */
  readonly notAfter: Date;
  readonly key: Secret;
  /** All but the key. */
  readonly context: Readonly<SecureContextOptions>;
}

export const TLS_KEYS = [
  'cert',
  'key',
  'client_ca',
  'cert_file',
  'key_file',
  'client_ca_file',
  'client_auth_type',
  'client_allowed_sans',
  'min_version',
  'max_version',
  'cipher_suites',
  'prefer_server_cipher_suites',
  'curve_preferences',
] as const;

const PEM_FILE = 'give the path of a PEM file, relative to the folder of this file';

/** Undefined without the section, and where anything is wrong with it. */
export function readTls(section: Section, pem: Pem): WebTls | undefined {
  if (!section.isThere || section.keys().length === 0) return undefined;
  const cert = pem.take(section, 'cert');
  const key = pem.take(section, 'key');
  const ca = pem.take(section, 'client_ca');
  for (const [name, found] of Object.entries({ cert, key })) {
    if (found === undefined) section.problem(`${name}_file`, 'is missing', PEM_FILE);
  }
  const clients = readClients(section, ca !== undefined);
  const notAfter = cert && checkCertificate(section, cert);
  const options = readOptions(section);
  if (ca) checkCa(section, ca);
  if (!cert || !key || !notAfter || !options || !checkKey(section, key)) return undefined;
  const tls = {
    ...clients,
    notAfter,
    key: new Secret(key),
    context: { ...options, ...(ca && { ca }), cert },
  };
  return checkPair(section, tls) ? tls : undefined;
}

function readClients(section: Section, hasCa: boolean): Pick<WebTls, 'clientAuth' | 'allowedSans'> {
  const clientAuth = section.choice('client_auth_type', CLIENT_AUTH) ?? 'none';
  const sans = section.texts('client_allowed_sans')?.map(({ text }) => text);
  const verifies = clientAuth === 'verify' || clientAuth === 'verify-if-given';
  if (hasCa && !section.text('client_auth_type')) {
    const remedy = 'write RequireAndVerifyClientCert to ask for certificates of that authority';
    section.problem('client_auth_type', 'is missing beside client_ca_file', remedy);
  } else if (hasCa && clientAuth === 'none') {
    section.problem('client_auth_type', 'does not use client_ca_file', 'remove one of the two');
  }
  if (verifies && !hasCa) {
    // Go would take the system's roots: everybody who can get a certificate for a web site.
    const remedy = 'name the authority whose clients may come in';
    section.problem('client_ca_file', `is missing for this client_auth_type`, remedy);
  }
  if (sans && clientAuth !== 'any' && clientAuth !== 'verify') {
    const remedy = 'use RequireAndVerifyClientCert';
    section.problem('client_allowed_sans', 'needs a client_auth_type that requires one', remedy);
  }
  return { clientAuth, ...(sans && { allowedSans: new Set(sans) }) };
}

function readOptions(section: Section): SecureContextOptions | undefined {
  const order = Object.values(VERSIONS);
  const minVersion: SecureVersion = section.choice('min_version', VERSIONS) ?? 'TLSv1.2';
  const maxVersion: SecureVersion = section.choice('max_version', VERSIONS) ?? 'TLSv1.3';
  if (order.indexOf(minVersion) > order.indexOf(maxVersion)) {
    section.problem('max_version', 'is below min_version', 'leave it out for TLS13');
    return undefined;
  }
  const suites = section.choices('cipher_suites', CIPHER_SUITES);
  const curves = section.choices('curve_preferences', CURVES);
  const honorCipherOrder = section.boolean('prefer_server_cipher_suites') ?? true;
  const old = suites?.filter((name) => !name.startsWith('TLS_')) ?? DEFAULT_SUITES;
  const list = [...TLS13_SUITES, ...(suites?.length === 0 ? DEFAULT_SUITES : old)];
  // OpenSSL 3 has TLS 1.0 and 1.1 only at its lowest level of security.
  if (minVersion < 'TLSv1.2') list.push('@SECLEVEL=0');
  return {
    minVersion,
    maxVersion,
    honorCipherOrder,
    ciphers: list.join(':'),
    ...(curves && curves.length > 0 && { ecdhCurve: curves.join(':') }),
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** Its end, if it is a certificate. */
function checkCertificate(section: Section, cert: string): Date | undefined {
  try {
    return new Date(new X509Certificate(cert).validTo);
  } catch {
    section.problem(section.text('cert') ? 'cert' : 'cert_file', 'is not a certificate', PEM_FILE);
    return undefined;
  }
}

/** Go trusts each certificate in the file; Node's server only chains that end in one signed by itself. */
function checkCa(section: Section, ca: string): void {
  const name = section.text('client_ca') ? 'client_ca' : 'client_ca_file';
  try {
    const texts = ca.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [ca];
    const all = texts.map((text) => new X509Certificate(text));
    if (all.every((one) => all.some((other) => one.checkIssued(other)))) return;
    const problem = 'has an intermediate authority without the one that signed it';
    section.problem(name, problem, 'add the certificates up to the root');
  } catch {
    section.problem(name, 'is not a certificate', PEM_FILE);
  }
}

function checkKey(section: Section, key: string): boolean {
  const name = section.text('key') ? 'key' : 'key_file';
  try {
    createPrivateKey(key);
    return true;
  } catch (error) {
    const locked = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
    const problem = locked ? 'is protected by a passphrase' : 'is not a private key';
    section.problem(name, problem, locked ? 'store it without one' : PEM_FILE);
    return false;
  }
}

function checkPair(section: Section, { context, key }: WebTls): boolean {
  try {
    createSecureContext({ ...context, key: key.reveal() });
    return true;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const pair = code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';
    const problem = pair ? 'does not belong to the certificate' : `cannot be used (${code})`;
    section.problem(section.text('key') ? 'key' : 'key_file', problem, 'give the two of one pair');
    return false;
  }
}
