// Starts a real supervisord whose programs are in the states a test asks for.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need } from './need.ts';
import { DIES_WITH_PARENT, type Peer, startPeer } from './process.ts';

export type ProgramState = 'RUNNING' | 'STARTING' | 'BACKOFF' | 'FATAL' | 'EXITED' | 'STOPPED';

/** A program that writes lines to stderr and ends. */
export interface Failing {
  readonly state: 'BACKOFF' | 'FATAL' | 'EXITED';
  readonly says?: readonly string[];
  /** Default 1. */
  readonly exits?: number;
  /** Instead of the lines: a command that supervisord may not even find. */
  readonly command?: string;
}

export interface SupervisordOptions {
  /** Name of each program and the state it shall be in. */
  readonly programs?: Readonly<Record<string, ProgramState | Failing>>;
  /** A stacks folder: each program's logs are then below its `logs/`, as Appsmith has them. */
  readonly stacksDir?: string;
  readonly user?: string;
  readonly password?: string;
}

export interface Supervisord extends Peer {
  readonly user: string;
  readonly password: string;
  /** Calls an XML-RPC method with string arguments; the raw answer. */
  call(method: string, ...args: string[]): Promise<string>;
}

/** The programs of a default Appsmith container. */
export const APPSMITH_PROGRAMS: Readonly<Record<string, ProgramState>> = {
  backend: 'RUNNING',
  editor: 'RUNNING',
  rts: 'RUNNING',
  mongodb: 'RUNNING',
  redis: 'RUNNING',
};

export const needSupervisord = (): boolean => need('supervisord', 'apt-get install supervisor');

/** Starts it and waits until every program is in its state. `url` has no path and no password. */
export async function startSupervisord(options: SupervisordOptions = {}): Promise<Supervisord> {
  const { programs = APPSMITH_PROGRAMS, user = 'appsmith', password = 'supervisor-pass' } = options;
  let url = '';
  const call: Supervisord['call'] = (method, ...args) => xmlRpc(url, user, password, method, args);
  const peer = await startPeer('supervisord', (port, dir) => {
    url = `http://127.0.0.1:${port}`;
    const file = join(dir, 'supervisord.conf');
    const given = { dir, user, password, programs, ...options };
    writeFileSync(file, configuration(port, given));
    const ready = async () => inState(await call('supervisor.getAllProcessInfo'), programs);
    // It must end its programs itself: each of them has a process group of its own.
    return { command: 'supervisord', args: ['-n', '-c', file], ready, url, stopSignal: 'SIGTERM' };
  });
  return { ...peer, user, password, call };
}

const SLEEP = `command=${[...DIES_WITH_PARENT, '/bin/sleep'].join(' ')} 600`;

/** What makes a program arrive, and stay, in a state. */
const RECIPES: Readonly<Record<ProgramState, readonly string[]>> = {
  RUNNING: [SLEEP, 'startsecs=0'],
  STARTING: [SLEEP, 'startsecs=600'],
  BACKOFF: ['command=/bin/false', 'startretries=1000'],
  FATAL: ['command=/bin/false', 'startretries=0'],
  EXITED: ['command=/bin/sh -c "exit 3"', 'startsecs=0', 'autorestart=false'],
  STOPPED: [SLEEP, 'autostart=false'],
};

/** One attempt each, so that a test need not wait for the pauses between them; BACKOFF pauses a second or more. */
const TRIES = {
  FATAL: ['startretries=0'],
  BACKOFF: ['startretries=1000'],
  EXITED: ['startsecs=0'],
};

function failing(name: string, { state, says = [], exits = 1, command }: Failing, dir: string) {
  const script = join(dir, `${name}.sh`);
  const lines = says.map((line) => `printf '%s\\n' '${line.replaceAll("'", `'\\''`)}' >&2`);
  writeFileSync(script, [...lines, `exit ${exits}`, ''].join('\n'));
  return [`command=${command ?? `/bin/sh ${script}`}`, 'autorestart=false', ...TRIES[state]];
}

type Configured = Required<Pick<SupervisordOptions, 'user' | 'password' | 'programs'>> & {
  readonly dir: string;
  readonly stacksDir?: string;
};

function logsOf(name: string, stacksDir: string | undefined): string[] {
  if (stacksDir === undefined) return [];
  const folder = join(stacksDir, 'logs', name);
  mkdirSync(folder, { recursive: true });
  return ['stdout', 'stderr'].map((stream) => `${stream}_logfile=${folder}/host-${stream}.log`);
}

function configuration(port: number, given: Configured): string {
  const { dir, user, password, programs, stacksDir } = given;
  // `%` starts an expansion in supervisord's configuration.
  const literal = (text: string) => text.replaceAll('%', '%%');
  const program = ([name, wanted]: [string, ProgramState | Failing]) => {
    const recipe = typeof wanted === 'string' ? RECIPES[wanted] : failing(name, wanted, dir);
    const logs = logsOf(name, stacksDir);
    return [`[program:${name}]`, ...recipe, ...logs, 'stopwaitsecs=2', ''].join('\n');
  };
  return [
    '[supervisord]',
    `logfile=${dir}/supervisord.log`,
    `pidfile=${dir}/supervisord.pid`,
    `childlogdir=${dir}`,
    '[inet_http_server]',
    `port=127.0.0.1:${port}`,
    `username=${literal(user)}`,
    `password=${literal(password)}`,
    '[rpcinterface:supervisor]',
    'supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface',
    '',
    ...Object.entries(programs).map(program),
  ].join('\n');
}

function inState(
  answer: string,
  programs: Readonly<Record<string, ProgramState | Failing>>,
): boolean {
  const states = new Map<string, string>();
  for (const struct of answer.split('<struct>').slice(1)) {
    const member = (name: string) =>
      new RegExp(`<name>${name}</name>\\s*<value><string>([^<]*)`).exec(struct)?.[1] ?? '';
    states.set(member('name'), member('statename'));
  }
  return Object.entries(programs).every(([name, wanted]) => {
    const state = typeof wanted === 'string' ? wanted : wanted.state;
    return states.get(name) === state;
  });
}

async function xmlRpc(
  url: string,
  user: string,
  password: string,
  method: string,
  args: readonly string[],
): Promise<string> {
  const params = args
    .map((arg) => `<param><value><string>${arg}</string></value></param>`)
    .join('');
  const response = await fetch(`${url}/RPC2`, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml',
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
    body: `<?xml version='1.0'?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`,
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`supervisord answered ${response.status} to ${method}`);
  return response.text();
}
