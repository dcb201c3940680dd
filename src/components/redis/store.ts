// One of Appsmith's stores: a single server, the master that a Sentinel names, or all nodes of a cluster.
import type { ScrapeContext } from '../../scrape/component.ts';
import { clusterNodes } from './cluster.ts';
import { type Access, Connection } from './connection.ts';
import { ownMetrics as m } from './metrics/detail.ts';
import { Node } from './node.ts';
import type { StoreLabels } from './samples.ts';
import { askSentinels } from './sentinel.ts';
import { type Endpoint, endpointText, type StoreUrl } from './url.ts';

export class Store {
  readonly name: string;
  readonly #url: StoreUrl;
  readonly #access: Access;
  readonly #nodes = new Map<string, Node>();
  readonly #sentinels: readonly Connection[];

  constructor(name: string, url: StoreUrl, ca?: string) {
    this.name = name;
    this.#url = url;
    this.#access = { ...url, ca };
    const sentinels = url.mode === 'sentinel' ? url.endpoints : [];
    // A Sentinel rarely has a password, and the URL's is the data nodes': it is offered only when asked for.
    this.#sentinels = sentinels.map(
      (endpoint) => new Connection(endpoint, this.#access, 'if asked'),
    );
  }

  /** Reads all there is of this store; `read` is called once some server of it has been read. */
  async collect(scrape: ScrapeContext, read: () => void): Promise<void> {
    const whole = { store: this.name };
    if (this.#url.mode === 'standalone') {
      return this.#collectFrom(scrape, this.#url.endpoints, () => whole, read);
    }
    // Until it is known which servers there are, the store as a whole is what is down.
    const down = () => scrape.samples.set(m.up, 0, whole);
    scrape.signal.addEventListener('abort', down);
    try {
      if (this.#url.mode === 'sentinel') {
        const master = await askSentinels(this.#sentinels, this.#url.master, scrape, whole);
        scrape.signal.removeEventListener('abort', down);
        return await this.#collectFrom(scrape, [master], () => whole, read);
      }
      const { alive, failed } = await clusterNodes(this.#url, (e) => this.#node(e), scrape);
      scrape.signal.removeEventListener('abort', down);
      const label = (endpoint: Endpoint) => ({ ...whole, node: endpointText(endpoint) });
      for (const endpoint of failed) scrape.samples.set(m.up, 0, label(endpoint));
      await this.#collectFrom(scrape, alive, label, read);
    } catch (error) {
      if (![...scrape.samples.families()].some(([def]) => def === m.up)) down();
      throw error;
    }
  }

  close(): void {
    for (const { connection } of this.#nodes.values()) connection.close();
    for (const connection of this.#sentinels) connection.close();
    this.#nodes.clear();
  }

  /** Reads these servers at the same time; throws the first failure when all are done. */
  async #collectFrom(
    scrape: ScrapeContext,
    endpoints: readonly Endpoint[],
    labelsOf: (endpoint: Endpoint) => StoreLabels,
    read: () => void,
  ): Promise<void> {
    this.#forgetOthers(endpoints);
    const results = await Promise.allSettled(
      endpoints.map((endpoint) => this.#node(endpoint).collect(scrape, labelsOf(endpoint), read)),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  #node(endpoint: Endpoint): Node {
    const key = endpointText(endpoint);
    const node = this.#nodes.get(key) ?? new Node(new Connection(endpoint, this.#access));
    this.#nodes.set(key, node);
    return node;
  }

  /** A server that is no longer part of the store keeps no connection. */
  #forgetOthers(endpoints: readonly Endpoint[]): void {
    // The URL's own names stay: a cluster's node may call itself by another than the one it is found by.
    const keep = new Set([...endpoints, ...this.#url.endpoints].map(endpointText));
    for (const [key, node] of this.#nodes) {
      if (keep.has(key)) continue;
      node.connection.close();
      this.#nodes.delete(key);
    }
  }
}
