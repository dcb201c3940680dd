// Finds the nodes of a cluster: any node knows them all.

import type { SampleSet } from '../../metrics/index.ts';
import type { ScrapeContext } from '../../scrape/component.ts';
import { withPatience } from '../../scrape/patience.ts';
import { clusterMetrics as m } from './metrics/topology.ts';
import type { Node } from './node.ts';
import type { StoreLabels } from './samples.ts';
import type { Endpoint, StoreUrl } from './url.ts';

/** Series grow with the nodes; Appsmith's cluster has three or six. */
const MAX_NODES = 64;

export interface ClusterNodes {
  readonly alive: readonly Endpoint[];
  /** Those that the cluster itself has given up: not worth a connection attempt. */
  readonly failed: readonly Endpoint[];
  /** All of them as the node that was asked sees them; empty where it was not let to tell. */
  readonly seen: readonly SeenNode[];
}

/** A node in the eyes of another one. */
export interface SeenNode {
  readonly endpoint: Endpoint;
  /** The masters have agreed on it. */
  readonly failed: boolean;
  /** The one that was asked does not reach it. */
  readonly suspected: boolean;
  readonly slots: number;
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
    const node = nodeOf(seed);
    try {
      const reply = await withPatience(scrape, share, async (signal) => {
        const limited = { ...scrape, signal };
        await node.open(limited);
        return node.ask(limited, 'CLUSTER', 'NODES');
      });
      if (reply === undefined) return { alive: url.endpoints, failed: [], seen: [] };
      return parseClusterNodes(String(reply), seed, url.tls);
    } catch (error) {
      scrape.signal.throwIfAborted();
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * Reads lines of `CLUSTER NODES`: `id ip:port@busport[,hostname] flags master ping pong epoch link slot…`. `ip` may be
 * empty in the line of the node that answers. With TLS the host name is preferred: certificates rarely hold addresses.
 */
export function parseClusterNodes(text: string, seed: Endpoint, tls: boolean): ClusterNodes {
  const seen = text
    .split('\n')
    .slice(0, MAX_NODES)
    .flatMap((line) => parseNode(line, seed, tls) ?? []);
  const alive = seen.filter(({ failed }) => !failed).map(({ endpoint }) => endpoint);
  const failed = seen.filter((node) => node.failed).map(({ endpoint }) => endpoint);
  return { alive: alive.length > 0 ? alive : [seed], failed, seen };
}

function parseNode(line: string, seed: Endpoint, tls: boolean): SeenNode | undefined {
  const [, address = '', flags = '', , , , , , ...slots] = line.trim().split(' ');
  const match = /^(.*):(\d+)(?:@\d+)?(?:,([^,=]*))?/.exec(address);
  const words = new Set(flags.split(','));
  if (!match || words.has('noaddr') || words.has('handshake')) return undefined;
  const [, ip = '', port, hostname = ''] = match;
  const failed = words.has('fail');
  return {
    endpoint: { host: (tls && hostname) || ip || seed.host, port: Number(port) },
    failed,
    suspected: failed || words.has('fail?'),
    slots: slots.reduce((sum, range) => sum + slotsIn(range), 0),
  };
}

/** `0-5460`, `5461`; one that is being moved, `[93-<-id]`, still belongs to where it stands as a range. */
function slotsIn(range: string): number {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range);
  if (!match) return 0;
  return Math.max(0, Number(match[2] ?? match[1]) - Number(match[1]) + 1);
}

/** How the nodes look to one of them: the only word on those that cannot be asked themselves. */
export function addSeen(
  samples: SampleSet,
  seen: readonly SeenNode[],
  labelsOf: (endpoint: Endpoint) => StoreLabels,
): void {
  for (const { endpoint, failed, suspected, slots } of seen) {
    const labels = labelsOf(endpoint);
    samples.set(m.nodeFailed, failed, labels);
    samples.set(m.nodeSuspected, suspected, labels);
    samples.set(m.nodeSlots, slots, labels);
  }
}
