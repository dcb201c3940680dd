// The last lines of programs' logs through supervisord itself, where the exporter cannot read the files.
import type { ProcessInfo } from '../process-info.ts';
import { multicall, type Rpc } from '../rpc.ts';
import type { XmlRpcValue } from '../xml-rpc.ts';

/** Of each stream; two of them for each program. */
const MAX_BYTES = 8 * 1024;

/** The ends of stdout and stderr of each, by process, in one request. One that has no log is left out. */
export async function logTails(
  rpc: Rpc,
  infos: readonly ProcessInfo[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const streams = ['supervisor.tailProcessStdoutLog', 'supervisor.tailProcessStderrLog'];
  const calls = infos.flatMap(({ process }) =>
    streams.map((method) => ({ method, params: [process, 0, MAX_BYTES] })),
  );
  const answer = await rpc.call(multicall(calls), signal);
  const tails = Array.isArray(answer) ? (answer as readonly XmlRpcValue[]) : [];
  const found = infos.map(({ process }, i) => {
    const texts = streams.map((_, stream) => textOf(tails[i * streams.length + stream]));
    return [process, texts.filter((text) => text !== '').join('\n')] as const;
  });
  return new Map(found.filter(([, text]) => text !== ''));
}

/** `[bytes, offset, overflow]`, or a fault where there is no such log. */
function textOf(tail: XmlRpcValue | undefined): string {
  const [text] = Array.isArray(tail) ? (tail as readonly XmlRpcValue[]) : [];
  return typeof text === 'string' ? text : '';
}
