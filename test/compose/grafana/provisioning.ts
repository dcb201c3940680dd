// Reads Grafana's provisioning folders as Grafana does: every file, known fields only, and says each mistake.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Datasource {
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly url: string;
}

export interface Provider {
  readonly name: string;
  readonly folder: string;
  readonly path: string;
}

const DATASOURCE_FIELDS = new Set(
  'name uid type access url isDefault jsonData secureJsonData editable version orgId basicAuth basicAuthUser withCredentials database user'.split(
    ' ',
  ),
);
const PROVIDER_FIELDS = new Set(
  'name orgId folder folderUid type disableDeletion updateIntervalSeconds allowUiUpdates options'.split(
    ' ',
  ),
);
const TYPES = ['prometheus', 'alertmanager'];
/** As Grafana's own check of a uid. */
export const UID = /^[a-zA-Z0-9_-]{1,40}$/;

type Fields = Record<string, unknown>;

export function readDatasources(root: string, problems: string[]): Datasource[] {
  const found = documents(
    join(root, 'datasources'),
    'datasources',
    problems,
  ) as unknown as Datasource[];
  const fail = (text: string) => problems.push(`datasource ${text}`);
  for (const one of found as unknown as Fields[]) {
    unknownFields(one, DATASOURCE_FIELDS, `datasource ${one.name}`, problems);
    if (typeof one.name !== 'string' || one.name === '') fail('without a name');
    if (!UID.test(String(one.uid))) fail(`${one.name}: uid ${one.uid}`);
    if (!TYPES.includes(String(one.type))) fail(`${one.name}: type ${one.type}`);
    if (!['proxy', 'direct'].includes(String(one.access)))
      fail(`${one.name}: access ${one.access}`);
    if (!URL.canParse(String(one.url))) fail(`${one.name}: url ${one.url}`);
  }
  unique(
    found.map(({ uid }) => uid),
    'uid of a datasource',
    problems,
  );
  unique(
    found.map(({ name }) => name),
    'name of a datasource',
    problems,
  );
  const defaults = (found as unknown as Fields[]).filter(({ isDefault }) => isDefault === true);
  if (defaults.length !== 1) fail(`${defaults.length} are the default, not one`);
  return found;
}

export function readProviders(root: string, problems: string[]): Provider[] {
  const found = documents(join(root, 'dashboards'), 'providers', problems);
  return found.map((one) => {
    unknownFields(one, PROVIDER_FIELDS, `provider ${one.name}`, problems);
    const { path } = (one.options ?? {}) as { path?: string };
    if (one.type !== 'file') problems.push(`provider ${one.name}: type ${one.type}`);
    if (path === undefined || !existsSync(path) || !statSync(path).isDirectory()) {
      problems.push(`provider ${one.name}: no folder ${path}`);
    }
    return { name: String(one.name), folder: String(one.folder ?? ''), path: path ?? '' };
  });
}

/** The entries under `key` of every YAML file of a folder. */
function documents(folder: string, key: string, problems: string[]): Fields[] {
  if (!existsSync(folder)) {
    problems.push(`no folder ${folder}`);
    return [];
  }
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  if (files.length === 0) problems.push(`nothing in ${folder}`);
  return files.flatMap((name) => {
    try {
      const whole = parse(readFileSync(join(folder, name), 'utf8')) as Fields;
      if (whole.apiVersion !== 1) problems.push(`${name}: apiVersion ${whole.apiVersion}`);
      if (!Array.isArray(whole[key])) problems.push(`${name}: no ${key}`);
      return (whole[key] ?? []) as Fields[];
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return [];
    }
  });
}

function unknownFields(one: Fields, known: ReadonlySet<string>, what: string, problems: string[]) {
  for (const name of Object.keys(one)) {
    if (!known.has(name)) problems.push(`${what}: unknown field ${name}`);
  }
}

export function unique(values: readonly string[], what: string, problems: string[]): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) problems.push(`${what} twice: ${value}`);
    seen.add(value);
  }
}
