// Every way out: one exporter is run, scraped, frightened and killed, and all that it says or shows is kept.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../peers/process.ts';
import { STATES, type Upstreams } from './upstreams.ts';
import type { Canaries } from './ways-in.ts';

export const OUTS = [
  'the log at debug, logfmt',
  'the log at debug, JSON',
  'the log with the drivers’ own debugging on',
  '/metrics',
  '/probe',
  'the page',
  'answers to other requests',
  '--print-config and --config.check',
  'what is wrong with a configuration',
  'doctor',
  'doctor --json',
  'title, command line and environment as others see them',
  'a diagnostic report',
  'an uncaught error',
] as const;
export type Out = (typeof OUTS)[number];
export type Said = Readonly<Record<Out, string>>;

export interface Exporter {
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dir: string;
}

/** Runs a command to its end; everything that it writes, whatever its exit code. */
export function said({ bin, env }: Exporter, args: readonly string[], more = {}): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { ...env, ...more }, maxBuffer: 1 << 26, timeout: 20_000 };
    execFile(process.execPath, [bin, ...args], options, (error, stdout, stderr) =>
      resolve(`exit code ${error?.code ?? 0}\n${stdout}\n${stderr}`),
    );
  });
}

/** What makes Node's and the drivers' own debugging talk; the exporter is not asked. */
const DEBUGGING = {
  DEBUG: '*',
  MONGODB_LOG_ALL: 'trace',
  MONGODB_LOG_PATH: 'stderr',
  MONGODB_LOG_MAX_DOCUMENT_LENGTH: '0',
};
/** The cloud services are asked at every scrape, not every five minutes. */
const OFTEN = '--cloud-services.interval=0';
/** Nothing hangs where they are used: the longer limit is for a machine that does other things as well. */
const PATIENT = '--limits.scrape-timeout=8s';
const ONCE = ['serve', '--once', PATIENT, '--log.level=debug', OFTEN];

/** All ways out of one exporter; `canaries` are what an error of a driver would carry. */
export async function listenTo(
  exporter: Exporter,
  upstreams: Upstreams,
  canaries: Canaries,
): Promise<Said> {
  const [printed, wrong] = await Promise.all([
    said(exporter, ['--print-config', '--config.check']),
    said(exporter, ['--log.level=loud', '--redis.ca', '--default-target=perhaps', 'x']),
  ]);
  const served = await serve(exporter, upstreams, canaries);
  await upstreams.become('wrong');
  const [json, debugged, doctor] = await Promise.all([
    said(exporter, [...ONCE, '--log.format=json']),
    said(exporter, ONCE, DEBUGGING),
    said(exporter, ['doctor', PATIENT, OFTEN]),
  ]);
  await upstreams.become('echo');
  const doctorJson = await said(exporter, [
    'doctor',
    '--json',
    '--limits.scrape-timeout=2s',
    OFTEN,
  ]);
  return {
    ...served,
    'the log at debug, JSON': json,
    'the log with the drivers’ own debugging on': debugged,
    '--print-config and --config.check': printed,
    'what is wrong with a configuration': wrong,
    doctor,
    'doctor --json': doctorJson,
  };
}

/** Throws an error like those that drivers hang their commands on, once it is told to. */
const FAULT = `import { readFileSync } from 'node:fs';
const secrets = JSON.parse(readFileSync(process.env.FAULT_FILE, 'utf8'));
process.on('SIGWINCH', () => {
  const cause = new Error(secrets.join(' '));
  const command = { name: 'auth', args: secrets };
  throw Object.assign(new Error('a fault', { cause }), { command, url: secrets[0], errors: [cause] });
});
`;

async function serve(exporter: Exporter, upstreams: Upstreams, canaries: Canaries) {
  const { bin, env, dir } = exporter;
  const [fault, faultFile] = [join(dir, 'fault.mjs'), join(dir, 'fault.json')];
  writeFileSync(fault, FAULT);
  writeFileSync(faultFile, JSON.stringify(Object.values(canaries).map(({ value }) => value)));
  const node = ['--import', fault, '--report-on-signal', `--report-directory=${dir}`];
  const args = ['--web.listen-address=127.0.0.1:0', '--log.level=debug', OFTEN];
  await upstreams.become('right');
  const child = spawn(process.execPath, [...node, bin, ...args], {
    env: { ...env, FAULT_FILE: faultFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = logOf(child);
  try {
    const url = await log.listening();
    const pages = await scrapeInAllStates(url, upstreams);
    const shown = await shownToOthers(child.pid!);
    const report = await diagnosticReport(child, dir);
    const before = log.text().length;
    child.kill('SIGWINCH');
    const code = await log.ended;
    return {
      ...pages,
      'the log at debug, logfmt': log.text().slice(0, before),
      'title, command line and environment as others see them': shown,
      'a diagnostic report': report,
      'an uncaught error': `exit code ${code}\n${log.text().slice(before)}`,
    };
  } finally {
    child.kill('SIGKILL');
    await log.ended;
  }
}

function logOf(child: ChildProcess) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = async () => {
    const pattern = /msg=listening url=(http:\/\/[\d.]+:\d+)/;
    await until(
      async () => pattern.test(text),
      () => `it does not listen:\n${text}`,
    );
    return pattern.exec(text)![1]!;
  };
  return { text: () => text, ended, listening };
}

/** `right` is first: only what was let in has shown that it has its secrets. */
async function scrapeInAllStates(url: string, upstreams: Upstreams) {
  const metrics: string[] = [];
  const probe: string[] = [];
  const page: string[] = [];
  const other: string[] = [];
  const get = async (path: string, seconds = '15') => {
    const headers = { 'x-prometheus-scrape-timeout-seconds': seconds };
    const response = await fetch(`${url}${path}`, { headers });
    return `${response.status} ${JSON.stringify([...response.headers])}\n${await response.text()}`;
  };
  for (const state of STATES) {
    // It starts with what is right; the collection that every start begins with must not be cut.
    if (state !== 'right') await upstreams.become(state);
    metrics.push(`${state}\n${await get('/metrics', state === 'hanging' ? '0.8' : '15')}`);
    page.push(await get('/'));
    if (state !== 'hanging') probe.push(await get('/probe?target=default'));
  }
  other.push(
    await get('/nowhere'),
    await get('/probe?target=redis://u:p@h'),
    await get('/-/ready'),
  );
  other.push(await get('/metrics?collect[]=nothing'), await get('/%zz'));
  return {
    '/metrics': metrics.join('\n'),
    '/probe': probe.join('\n'),
    'the page': page.join('\n'),
    'answers to other requests': other.join('\n'),
  };
}

/** What `ps` and `top` read; where there is no /proc there is nothing to read here. */
async function shownToOthers(pid: number): Promise<string> {
  const files = ['cmdline', 'comm', 'status', 'stat'].map((name) => `/proc/${pid}/${name}`);
  const texts = files.filter(existsSync).map((file) => readFileSync(file, 'utf8'));
  const tasks = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
  const names = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8'));
  return [...texts, ...names].join('\n').replaceAll('\0', ' ');
}

async function diagnosticReport(child: ChildProcess, dir: string): Promise<string> {
  child.kill('SIGUSR2');
  const found = () => readdirSync(dir).find((name) => /^report\..*\.json$/.test(name));
  const whole = () => {
    const name = found();
    return name === undefined ? '' : readFileSync(join(dir, name), 'utf8');
  };
  await until(async () => Boolean(JSON.parse(whole()).environmentVariables), 'no report came');
  return whole();
}
