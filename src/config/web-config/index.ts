// The web-config file: TLS, users, headers and a rate limit of the exporter's own server, as Prometheus's exporters read it.
import { dirname, resolve } from 'node:path';
import { type ReadFile, readUtf8, whyUnreadable } from '../files.ts';
import { ConfigError } from '../problem.ts';
import {
  HTTP_KEYS,
  RATE_KEYS,
  type RateLimit,
  readHttp,
  readRate,
  readUsers,
  type Users,
} from './http.ts';
import { Pem } from './pem.ts';
import { readTls, TLS_KEYS, type WebTls } from './tls.ts';
import { YamlFile } from './yaml-section.ts';

export type { ClientAuth } from './names.ts';
export type { RateLimit, Users, WebTls };

/** What the file says, checked: a server can be started with it. */
export interface WebConfig {
  readonly path: string;
  /** This file and those that it names, absolute. */
  readonly files: readonly string[];
  readonly tls?: WebTls;
  /** By lower-case name; an empty value means that the header is not sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hashes by name; empty if everybody may come in. */
  readonly users: Users;
  readonly rateLimit?: RateLimit;
}

const MAX_LENGTH = 1 << 20;
const ROOT_KEYS = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit'];

/**
 * Reads and checks the file and those that it names. Throws a ConfigError with every mistake and its line.
 * The format: https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md
 */
export async function readWebConfig(
  path: string,
  readFile: ReadFile = readUtf8,
): Promise<WebConfig> {
  const file = await YamlFile.parse(path, load(path, readFile));
  const pem = new Pem(dirname(resolve(path)), readFile);
  const root = file.root(ROOT_KEYS);
  const tls = readTls(root.section('tls_server_config', TLS_KEYS), pem);
  const headers = readHttp(root.section('http_server_config', HTTP_KEYS));
  const users = readUsers(root.section('basic_auth_users'));
  const rateLimit = readRate(root.section('rate_limit', RATE_KEYS));
  if (file.problems.length > 0) throw new ConfigError(file.problems);
  return {
    path,
    files: [resolve(path), ...pem.files],
    ...(tls && { tls }),
    headers,
    users,
    ...(rateLimit && { rateLimit }),
  };
}

function load(path: string, readFile: ReadFile): string {
  let problem = 'it is larger than 1 MiB';
  try {
    const text = readFile(path);
    if (text.length <= MAX_LENGTH) return text;
  } catch (error) {
    problem = whyUnreadable(error, path);
  }
  const remedy = 'give --web.config.file the path of a readable YAML file';
  throw new ConfigError([{ where: path, problem, remedy }]);
}
