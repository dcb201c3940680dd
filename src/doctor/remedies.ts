// The one thing to do about a part that cannot be read, from its reason and what its folder declares.
import type { Setting } from '../scrape/component.ts';
import type { Reason } from '../scrape/errors.ts';
import type { Remedy } from './finding.ts';
import { isLoopback, type Part, settingLine } from './part.ts';
import { programOf } from './programs.ts';

/** Commands assume that the container has the name that Appsmith's documentation gives it. */
const IN_CONTAINER = 'docker exec appsmith';

/** @param program what supervisord says about the part's program, if it was asked and knows it */
export function remedyFor(part: Part, program?: string): Remedy {
  const remedy = BY_REASON[part.reason ?? 'internal'](part, program);
  const special = SPECIAL[`${part.component.name} ${part.reason}`];
  return special?.(part) ?? remedy;
}

/** Reads why it ended, then starts it. */
export function startProgram(program: string): Remedy {
  return {
    text: 'read why it ended, then start it',
    lines: [logs(program), `${IN_CONTAINER} supervisorctl start ${program}`],
  };
}

export function readLog({ component }: Part): Remedy {
  return { text: 'read its log', lines: [logs(programOf(component.name))] };
}

/** Every program has a folder of its name; supervisord's own lacks the d. */
function logs(program: string): string {
  const folder = program === 'supervisord' ? 'supervisor' : program;
  return `${IN_CONTAINER} sh -c 'tail -n 30 /appsmith-stacks/logs/${folder}/*'`;
}

type Rule = (part: Part, program: string | undefined) => Remedy;

const BY_REASON: Readonly<Record<Reason, Rule>> = {
  refused,
  timeout: (part, program) => (program ? restart(part) : silent(part)),
  reset: silent,
  truncated: silent,
  unreachable: silent,
  dns: (part) => ({
    text: `correct the host name (from ${whereOf(part)}), or run the exporter where it resolves`,
    lines: setUrl(part),
  }),
  tls: (part) => ({
    text: `let the exporter trust the certificate’s authority, or write the name that the certificate has (from ${whereOf(part)})`,
    lines: caOf(part),
  }),
  unauthorized: credentials,
  forbidden: credentials,
  not_found: wrongAddress,
  http_status: wrongAddress,
  protocol: wrongAddress,
  unsupported: wrongAddress,
  too_large: wrongAddress,
  unhealthy: restart,
  no_primary: silent,
  no_descriptors: () => ({
    text: 'let the exporter open more files (LimitNOFILE= of systemd, ulimits: nofile of compose), and see what opens them',
    lines: ['ls -l /proc/$(pgrep -f appsmith-exporter | head -n 1)/fd'],
  }),
  cancelled: () => ({ text: 'run doctor again', lines: [] }),
  internal: (part) => ({
    text: 'report this, with what the following prints',
    lines: [
      `appsmith-exporter serve --once --log.level=debug 2>&1 >/dev/null # ${part.component.name}`,
    ],
  }),
};

const SPECIAL: Readonly<Record<string, (part: Part) => Remedy | undefined>> = {
  'mongodb no_primary': (part) => ({
    text: 'see which member is missing and start it',
    lines: isLoopback(part)
      ? [`${IN_CONTAINER} sh -c 'mongosh "$APPSMITH_DB_URL" --eval "rs.status().members"'`]
      : [`mongosh "$APPSMITH_DB_URL" --eval 'rs.status().members'`],
  }),
  'edge unhealthy': wayIn,
  'edge http_status': wayIn,
  'caddy forbidden': (part) => ({
    text: 'its admin endpoint takes no other Host than its own address: run the exporter in the network of Appsmith’s container, or give it that very address',
    lines: setUrl(part),
  }),
  'redis unhealthy': (part) => ({
    text: 'see what it waits for: loading its data ends by itself, a full disk or a lost master does not',
    lines: isLoopback(part) ? [logs('redis')] : [],
  }),
};

/** The front door answers with something else: who it is that answers shows in what it says. */
function wayIn(part: Part): Remedy {
  const { address = '' } = part;
  return {
    text: `see who answers under the address that people use (from ${whereOf(part)}), then what Appsmith’s proxy logs`,
    lines: [`curl -si ${address}/api/v1/health | head -n 20`, logs('editor')],
  };
}

function refused(part: Part, program: string | undefined): Remedy {
  const { title } = part.component;
  const name = programOf(part.component.name);
  if (program === 'RUNNING' || program === 'STARTING') {
    return {
      text: `its program runs but does not listen yet: wait a minute, then read its log`,
      lines: [logs(name)],
    };
  }
  if (program !== undefined) return startProgram(name);
  if (!isLoopback(part)) {
    return {
      text: `start ${title} there, or correct its address (from ${whereOf(part)})`,
      lines: setUrl(part),
    };
  }
  if (name === 'supervisord') return wrongAddress(part);
  return { text: 'see which programs run', lines: [`${IN_CONTAINER} supervisorctl status`] };
}

function restart(part: Part): Remedy {
  const name = programOf(part.component.name);
  if (!isLoopback(part)) return silent(part);
  return {
    text: 'read its log; if it stays so, restart it',
    lines: [logs(name), `${IN_CONTAINER} supervisorctl restart ${name}`],
  };
}

/** For what hangs or breaks off: its log if it is embedded, else the way to it. */
function silent(part: Part): Remedy {
  if (isLoopback(part)) return readLog(part);
  return {
    text: `see that it runs and that no firewall or network policy keeps the exporter from ${part.address ?? 'it'}`,
    lines: [],
  };
}

function credentials(part: Part): Remedy {
  const secret = part.component.settings.find(({ kind }) => kind === 'secret');
  const found = part.found.find((one) => one.secret);
  if (secret && part.component.name !== 'backend') {
    return {
      text: `give the exporter the password that Appsmith itself runs with${found ? `; the one it has is from ${found.where}` : ''}`,
      lines: [settingLine(part, secret, '<the password>')],
    };
  }
  if (part.component.name === 'backend') return wrongAddress(part);
  return {
    text: `correct the user or password (from ${whereOf(part)}); special characters are percent-encoded there, @ as %40`,
    lines: setUrl(part),
  };
}

function wrongAddress(part: Part): Remedy {
  return {
    text: `give the exporter ${part.component.title}’s own address; the one it has is from ${whereOf(part)}`,
    lines: setUrl(part),
  };
}

const urlSetting = ({ component }: Part): Setting | undefined =>
  component.settings.find(({ kind }) => kind === 'url' || kind === 'secret-url');

function setUrl(part: Part): string[] {
  const setting = urlSetting(part);
  if (!setting) return [];
  const example = typeof setting.default === 'string' ? portOf(setting.default) : '';
  const value = setting.kind === 'url' ? `http://<host>${example}` : '<its URL>';
  return [settingLine(part, setting, value)];
}

const portOf = (url: string): string => /:\d+$/.exec(url)?.[0] ?? '';

function whereOf(part: Part): string {
  const setting = urlSetting(part)?.key ?? 'url';
  const found = part.found.find((one) => one.setting === setting);
  return !found || found.kind === 'default' ? 'the default' : found.where;
}

function caOf({ component }: Part): string[] {
  const own = component.settings.find(({ key }) => key === 'ca');
  return [`${own?.env ?? 'NODE_EXTRA_CA_CERTS'}=<path of the authority’s PEM file>`];
}
