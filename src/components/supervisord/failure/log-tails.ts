// What supervisord itself can tell of programs that fail: the last lines of their logs, and of its own.
import type { ProcessInfo } from '../process-info.ts';
import { multicall, type Rpc } from '../rpc.ts';
import type { XmlRpcValue } from '../xml-rpc.ts';
import { READ_LOG, supervisorLog } from './supervisor-log.ts';

const STREAMS = ['supervisor.tailProcessStdoutLog', 'supervisor.tailProcessStderrLog'];
/** Of each stream; two of them for each program. */
const MAX_BYTES = 8 * 1024;

export interface Told {
  /** The ends of stdout and stderr, by process; one that has no log is left out. */
  readonly tails: ReadonlyMap<string, string>;
  readonly own: string;
}

/** All of it in one request. */
export async function logTails(
  rpc: Rpc,
  infos: readonly ProcessInfo[],
  signal: AbortSignal,
): Promise<Told> {
  const calls = infos.flatMap(({ process }) =>
    STREAMS.map((method) => ({ method, params: [process, 0, MAX_BYTES] })),
  );
  const value = await rpc.call(multicall([READ_LOG, ...calls]), signal);
  const [own, ...tails] = Array.isArray(value) ? (value as readonly XmlRpcValue[]) : [];
  const found = infos.map(({ process }, i) => {
    const texts = STREAMS.map((_, stream) => textOf(tails[i * STREAMS.length + stream]));
    return [process, texts.filter((text) => text !== '').join('\n')] as const;
  });
  return {
    tails: new Map(found.filter(([, text]) => text !== '')),
    own: supervisorLog(own) ?? '',
  };
}

/** `[bytes, offset, overflow]`, or a fault where there is no such log. */
function textOf(tail: XmlRpcValue | undefined): string {
  const [text] = Array.isArray(tail) ? (tail as readonly XmlRpcValue[]) : [];
  return typeof text === 'string' ? text : '';
}
