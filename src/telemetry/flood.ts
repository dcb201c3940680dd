// The last dam before the log: whatever goes wrong again and again, one kind of line is bounded.
import { Pace } from './pace.ts';

/** Of one message about one component; state changes have a lower bound of their own. */
const PER_HOUR = 30;
/** Kinds remembered; beyond it the oldest is forgotten, so that memory is bounded as well. */
const MAX_KINDS = 2000;

/** Fields that make two lines of one message different kinds: those whose values are bounded. */
const KIND_FIELDS = ['target', 'component', 'code'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** Decides for each line whether it is written. */
export class Dam {
  readonly #now: () => number;
  readonly #paces = new Map<string, Pace>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The fields to add to the line, `held_back` after a flood; undefined if it is not to be written. */
  pass(fields: Fields, message: string): Fields | undefined {
    const pace = this.#paceOf(JSON.stringify([message, ...KIND_FIELDS.map((key) => fields[key])]));
    const now = this.#now();
    const held = pace.release(now);
    if (!pace.allows(now)) return undefined;
    return held ? { held_back: held.count } : {};
  }

  #paceOf(kind: string): Pace {
    const known = this.#paces.get(kind);
    if (known) return known;
    if (this.#paces.size >= MAX_KINDS) this.#paces.delete(this.#paces.keys().next().value!);
    const pace = new Pace(PER_HOUR);
    this.#paces.set(kind, pace);
    return pace;
  }
}
