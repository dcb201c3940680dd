// Starts a real supervisord whose programs are in the states a test asks for.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need } from './need.ts';
import { DIES_WITH_PARENT, type Peer, startPeer } from './process.ts';

export type ProgramState = 'RUNNING' | 'STARTING' | 'BACKOFF' | 'FATAL' | 'EXITED' | 'STOPPED';

export interface SupervisordOptions {
  /** Name of each program and the state it shall be in. */
  readonly programs?: Readonly<Record<string, ProgramState>>;
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
    writeFileSync(file, configuration(port, dir, user, password, programs));
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

function configuration(
  port: number,
  dir: string,
  user: string,
  password: string,
  programs: Readonly<Record<string, ProgramState>>,
): string {
  // `%` starts an expansion in supervisord's configuration.
  const literal = (text: string) => text.replaceAll('%', '%%');
  const program = ([name, state]: [string, ProgramState]) =>
    [`[program:${name}]`, ...RECIPES[state], 'stopwaitsecs=2', ''].join('\n');
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

function inState(answer: string, programs: Readonly<Record<string, ProgramState>>): boolean {
  const states = new Map<string, string>();
  for (const struct of answer.split('<struct>').slice(1)) {
    const member = (name: string) =>
      new RegExp(`<name>${name}</name>\\s*<value><string>([^<]*)`).exec(struct)?.[1] ?? '';
    states.set(member('name'), member('statename'));
  }
  return Object.entries(programs).every(([name, state]) => states.get(name) === state);
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
