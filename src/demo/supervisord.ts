// supervisord's XML-RPC port behind its password: the programs of the model, as 4.2 describes them.
import type { IncomingMessage } from 'node:http';
import { basicAuth, type Handler, pathOf } from './listen.ts';
import type { AppsmithModel } from './model/appsmith.ts';
import { type Program, STATES } from './model/programs.ts';
import {
  type Call,
  Fault,
  faultValue,
  readCall,
  readMulticall,
  writeFault,
  writeResponse,
  type XmlValue,
} from './xml-rpc.ts';

export interface SupervisordOptions {
  readonly model: AppsmithModel;
  readonly user: string;
  readonly password: string;
}

const headers = { server: 'Medusa/1.12' };
const MAX_BODY = 64 * 1024;
const UNAUTHORIZED = `<head>
<title>Error response</title>
</head>
<body>
<h1>Error response</h1>
<p>Error code 401.
<p>Message: Unauthorized.
</body>
`;

export function supervisordHandler({ model, user, password }: SupervisordOptions): Handler {
  return async (request) => {
    if (!basicAuth(request, (name, given) => name === user && given === password)) {
      const challenge = { ...headers, 'www-authenticate': 'Basic realm="default"' };
      return { status: 401, type: 'text/html', body: UNAUTHORIZED, headers: challenge };
    }
    if (pathOf(request) !== '/RPC2') return { status: 404, type: '', body: '', headers };
    const body = answer(model, await textOf(request));
    return { status: 200, type: 'text/xml', body, headers };
  };
}

/** The body of the answer to a request's XML. */
function answer(model: AppsmithModel, xml: string): string {
  try {
    const call = readCall(xml);
    if (call.method !== 'system.multicall') return writeResponse(perform(model, call));
    return writeResponse(readMulticall(xml).map((inner) => settled(model, inner)));
  } catch (error) {
    if (error instanceof Fault) return writeFault(error);
    throw error;
  }
}

function settled(model: AppsmithModel, call: Call): XmlValue {
  try {
    return perform(model, call);
  } catch (error) {
    if (error instanceof Fault) return faultValue(error);
    throw error;
  }
}

function perform(model: AppsmithModel, { method, params }: Call): XmlValue {
  const now = model.clock.seconds;
  const programs = [...model.programs.all];
  switch (method) {
    case 'supervisor.getAllProcessInfo':
      return programs.map((program) => processInfo(program, now));
    case 'supervisor.getProcessInfo': {
      const found = programs.find((program) => program.name === params[0]);
      if (!found) throw new Fault(10, `BAD_NAME: ${params[0] ?? ''}`);
      return processInfo(found, now);
    }
    case 'supervisor.getState':
      return { statecode: 1, statename: 'RUNNING' };
    case 'supervisor.getSupervisorVersion':
      return '4.2.5';
    case 'supervisor.getAPIVersion':
      return '3.0';
    case 'supervisor.getIdentification':
      return 'supervisor';
    case 'supervisor.getPID':
      return 1;
    default:
      throw new Fault(1, 'UNKNOWN_METHOD');
  }
}

/** @param now seconds since the epoch */
function processInfo(program: Program, now: number): XmlValue {
  const { name, state, start, stop, pid, spawnError } = program;
  const log = (stream: string) => `/appsmith-stacks/logs/${name}/${name}-${stream}.log`;
  return {
    name,
    group: name,
    start,
    stop,
    now,
    state: STATES[state],
    statename: state,
    spawnerr: spawnError,
    exitstatus: 0,
    logfile: log('stdout'),
    stdout_logfile: log('stdout'),
    stderr_logfile: log('stderr'),
    pid,
    description: describe(program, now),
  };
}

function describe({ state, start, pid, spawnError }: Program, now: number): string {
  if (state === 'RUNNING') return `pid ${pid}, uptime ${uptime(now - start)}`;
  return state === 'FATAL' || state === 'BACKOFF' ? spawnError : '';
}

/** `0:00:09`, `26 days, 3:04:05`. */
function uptime(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const two = (value: number) => String(Math.floor(value) % 60).padStart(2, '0');
  const clock = `${Math.floor((seconds % 86_400) / 3600)}:${two(seconds / 60)}:${two(seconds)}`;
  if (days === 0) return clock;
  return `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY) throw new Fault(1, 'UNKNOWN_METHOD');
  }
  return text;
}
