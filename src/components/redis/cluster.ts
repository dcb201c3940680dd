// Finds the nodes of a cluster: any node knows them all.
import type { ScrapeContext } from '../../scrape/component.ts';
import { within } from './limit.ts';
import type { Node } from './node.ts';
import type { Endpoint, StoreUrl } from './url.ts';

/** Series grow with the nodes; Appsmith's cluster has three or six. */
const MAX_NODES = 64;

export interface ClusterNodes {
  readonly alive: readonly Endpoint[];
  /** Those that the cluster itself has given up: not worth a connection attempt. */
  readonly failed: readonly Endpoint[];
}

/**
 * Asks the nodes of the URL one after the other for `CLUSTER NODES`; the first answer counts. Where the
 * command is refused, the nodes of the URL are all we know.
 */
export async function clusterNodes(
  url: StoreUrl,
  nodeOf: (endpoint: Endpoint) => Node,
  scrape: ScrapeContext,
): Promise<ClusterNodes> {
  const share = scrape.remaining() / 2 / url.endpoints.length;
  let failure: unknown;
  for (const seed of url.endpoints) {
    const limited = { ...scrape, signal: within(scrape.signal, share) };
    const node = nodeOf(seed);
    try {
      await node.open(limited);
      const reply = await node.ask(limited, 'CLUSTER', 'NODES');
      if (reply === undefined) return { alive: url.endpoints, failed: [] };
      return parseClusterNodes(String(reply), seed, url.tls);
    } catch (error) {
      scrape.signal.throwIfAborted();
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * Reads lines of `CLUSTER NODES`: `id ip:port@busport[,hostname] flags …`. `ip` may be empty in the line
 * of the node that answers. With TLS the host name is preferred: certificates rarely hold addresses.
 */
export function parseClusterNodes(text: string, seed: Endpoint, tls: boolean): ClusterNodes {
  const alive: Endpoint[] = [];
  const failed: Endpoint[] = [];
  for (const line of text.split('\n').slice(0, MAX_NODES)) {
    const [, address = '', flags = ''] = line.trim().split(' ');
    const match = /^(.*):(\d+)(?:@\d+)?(?:,([^,=]*))?/.exec(address);
    const words = new Set(flags.split(','));
    if (!match || words.has('noaddr') || words.has('handshake')) continue;
    const [, ip = '', port, hostname = ''] = match;
    const host = (tls && hostname) || ip || seed.host;
    (words.has('fail') ? failed : alive).push({ host, port: Number(port) });
  }
  return alive.length > 0 ? { alive, failed } : { alive: [seed], failed };
}
