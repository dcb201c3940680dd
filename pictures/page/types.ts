// What Node hands to the page: a dashboard, and Prometheus's answers to its queries.

export interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

export interface Target {
  readonly refId: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly format?: string;
  readonly hide?: boolean;
}

/** A panel of a dashboard's JSON; options are whatever its kind has. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly collapsed?: boolean;
  readonly transparent?: boolean;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly targets?: readonly Target[];
  readonly panels?: readonly Panel[];
  readonly links?: readonly { title: string }[];
  readonly transformations?: readonly { id: string; options: unknown }[];
  // biome-ignore lint/suspicious/noExplicitAny: each kind of panel has its own
  readonly options?: any;
  // biome-ignore lint/suspicious/noExplicitAny: each kind of panel has its own
  readonly fieldConfig?: any;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly links?: readonly { title: string; type?: string }[];
  readonly templating?: {
    readonly list: readonly { name: string; label?: string; hide?: number; type: string }[];
  };
}

/** A time at which something happened or, with an end, a while. Milliseconds since the epoch. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly text: string;
}

export interface Scene {
  readonly dashboard: Dashboard;
  /** By panel id, then by refId. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, readonly Answer[]>>>>;
  readonly marks: readonly Mark[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Seconds between the values of range answers, by panel id. */
  readonly steps: Readonly<Record<string, number>>;
  readonly width: number;
}

declare global {
  interface Window {
    draw(scene: Scene): void;
  }
}
