// A store's server that can go and come back on the same port, as the model's knobs say.

interface Wire {
  readonly port: number;
  stop(): Promise<void>;
}

export class Store<W extends Wire> {
  readonly port: number;
  readonly #start: (port: number) => Promise<W>;
  #wire: W | undefined;

  private constructor(wire: W, start: (port: number) => Promise<W>) {
    this.#wire = wire;
    this.port = wire.port;
    this.#start = start;
  }

  /** @param start listens on the port given; 0 is any free one */
  static async open<W extends Wire>(start: (port: number) => Promise<W>): Promise<Store<W>> {
    return new Store(await start(0), start);
  }

  /** Refuses connections while down; what was connected is cut. */
  async settle(down: boolean): Promise<void> {
    if (down) await this.stop();
    else this.#wire ??= await this.#start(this.port);
  }

  async stop(): Promise<void> {
    const wire = this.#wire;
    this.#wire = undefined;
    await wire?.stop();
  }
}
