// What supervisord tells about its programs, from XML-RPC values to checked records.
import { ScrapeError } from '../../scrape/errors.ts';
import { multicall } from './rpc.ts';
import { faultOf, type XmlRpcValue } from './xml-rpc.ts';

export interface ProcessInfo {
  /** The program, or `group:program` where they differ, as supervisorctl spells it. */
  readonly process: string;
  readonly program: string;
  readonly state: string;
  /** Seconds since 1970; 0 if it was never started, or never ended. */
  readonly start: number;
  readonly stop: number;
  readonly pid: number;
  readonly exitStatus: number | undefined;
  /** Why it could not be started, in supervisord's words; empty if it could. */
  readonly spawnError: string;
}

export interface Answer {
  readonly state: string | undefined;
  readonly version: string | undefined;
  /** Undefined on its way down, when it tells nothing but its state. */
  readonly processes: readonly ProcessInfo[] | undefined;
}

const SHUTDOWN_STATE = 6;

export const STATUS_CALL = multicall(
  ['supervisor.getState', 'supervisor.getSupervisorVersion', 'supervisor.getAllProcessInfo'].map(
    (method) => ({ method }),
  ),
);

/** Checks the results of {@link STATUS_CALL}; each call may have failed on its own. */
export function readAnswer(value: XmlRpcValue): Answer {
  if (!Array.isArray(value) || value.length !== 3) {
    throw new ScrapeError('protocol', 'system.multicall did not answer each of its calls');
  }
  const [state, version, list] = value as XmlRpcValue[];
  return {
    state: state instanceof Map && !faultOf(state) ? text(state, 'statename') : undefined,
    version: typeof version === 'string' ? version : undefined,
    processes: readList(list!),
  };
}

function readList(list: XmlRpcValue): readonly ProcessInfo[] | undefined {
  const fault = faultOf(list);
  if (fault?.code === SHUTDOWN_STATE) return undefined;
  if (fault) throw fault;
  if (!Array.isArray(list)) throw new ScrapeError('protocol', 'getAllProcessInfo gave no list');
  return list.flatMap((entry: XmlRpcValue) => readProcess(entry) ?? []);
}

function readProcess(entry: XmlRpcValue): ProcessInfo | undefined {
  if (!(entry instanceof Map)) return undefined;
  const program = text(entry, 'name');
  if (!program) return undefined;
  const group = text(entry, 'group') ?? program;
  return {
    process: group === program ? program : `${group}:${program}`,
    program,
    state: text(entry, 'statename') ?? 'UNKNOWN',
    start: number(entry, 'start') ?? 0,
    stop: number(entry, 'stop') ?? 0,
    pid: number(entry, 'pid') ?? 0,
    exitStatus: number(entry, 'exitstatus'),
    spawnError: text(entry, 'spawnerr') ?? '',
  };
}

function text(map: ReadonlyMap<string, XmlRpcValue>, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value : undefined;
}

function number(map: ReadonlyMap<string, XmlRpcValue>, key: string): number | undefined {
  const value = map.get(key);
  return typeof value === 'number' ? value : undefined;
}
