// One of Appsmith's stores: a single server, the master that a Sentinel names, or all nodes of a cluster.
import type { Examination, ScrapeContext } from '../../scrape/component.ts';
import { addSeen, clusterNodes } from './cluster.ts';
import { type Access, Connection } from './connection.ts';
import { ownMetrics as m } from './metrics/detail.ts';
import { Node } from './node.ts';
import type { StoreLabels } from './samples.ts';
import { askSentinels, Sentinel } from './sentinel.ts';
import { type Endpoint, endpointText, type StoreUrl } from './url.ts';

/** The servers to read now, and the labels of each one's series. */
interface Found {
  readonly servers: readonly Endpoint[];
  readonly labelsOf: (endpoint: Endpoint) => StoreLabels;
}

export class Store {
  readonly name: string;
  readonly #url: StoreUrl;
  readonly #access: Access;
  readonly #nodes = new Map<string, Node>();
  readonly #sentinels: readonly Sentinel[];

  constructor(name: string, url: StoreUrl, ca?: string) {
    this.name = name;
    this.#url = url;
    this.#access = { ...url, ca };
    const sentinels = url.mode === 'sentinel' ? url.endpoints : [];
    // A Sentinel rarely has a password, and the URL's is the data nodes': it is offered only when asked for.
    this.#sentinels = sentinels.map(
      (endpoint) => new Sentinel(new Connection(endpoint, this.#access, 'if asked')),
    );
  }

  /** Reads all there is of this store; `read` is called once some server of it has been read. */
  async collect(scrape: ScrapeContext, read: () => void): Promise<void> {
    const whole = { store: this.name };
    if (this.#url.mode === 'standalone') {
      return this.#collectFrom(scrape, this.#url.endpoints, () => whole, read);
    }
    // Until it is known which servers there are, the store as a whole is what is down.
    let known = false;
    const down = () => {
      if (!known) scrape.samples.set(m.up, 0, whole);
    };
    scrape.signal.addEventListener('abort', down, { once: true });
    try {
      const find =
        this.#url.mode === 'sentinel' ? this.#findMaster(scrape) : this.#findNodes(scrape);
      const { servers, labelsOf } = await find;
      known = true;
      await this.#collectFrom(scrape, servers, labelsOf, read);
    } catch (error) {
      down();
      throw error;
    }
  }

  /** Asks one server for its time; in a cluster any of them, since they have to agree anyway. */
  async examine(examination: Examination): Promise<void> {
    const [node] = this.#nodes.values();
    await node?.examine(examination);
  }

  async #findMaster(scrape: ScrapeContext): Promise<Found> {
    const whole = { store: this.name };
    const master = await askSentinels(this.#sentinels, this.#url.master, scrape, whole);
    return { servers: [master], labelsOf: () => whole };
  }

  async #findNodes(scrape: ScrapeContext): Promise<Found> {
    const nodeOf = (at: Endpoint) => this.#node(at);
    const { alive, failed, seen } = await clusterNodes(this.#url, nodeOf, scrape);
    const labelsOf = (at: Endpoint) => ({ store: this.name, node: endpointText(at) });
    addSeen(scrape.samples, seen, labelsOf);
    for (const endpoint of failed) scrape.samples.set(m.up, 0, labelsOf(endpoint));
    return { servers: alive, labelsOf };
  }

  close(): void {
    for (const { connection } of this.#nodes.values()) connection.close();
    for (const { connection } of this.#sentinels) connection.close();
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
