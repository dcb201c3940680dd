// The series of one family in the order in which they were first set.

/** One line of an exposition: what stands before the value, `name{a="b"} `, and the value. */
export interface Sample {
  readonly head: string;
  readonly value: number;
}

/** Above so many a set finds what is there faster than looking at each. */
const FEW = 8;

/** Two columns rather than an object for each series. */
export class Series implements Iterable<Sample> {
  readonly heads: string[] = [];
  readonly values: number[] = [];
  #there: Set<string> | undefined;

  get size(): number {
    return this.heads.length;
  }

  /** The same series twice keeps the first. */
  add(head: string, value: number): void {
    if (this.#has(head)) return;
    this.heads.push(head);
    this.values.push(value);
    this.#there?.add(head);
  }

  copy(): Series {
    const copy = new Series();
    for (const { head, value } of this) copy.add(head, value);
    return copy;
  }

  *[Symbol.iterator](): Generator<Sample> {
    for (const [i, head] of this.heads.entries()) yield { head, value: this.values[i]! };
  }

  #has(head: string): boolean {
    if (this.heads.length > FEW) this.#there ??= new Set(this.heads);
    return this.#there?.has(head) ?? this.heads.includes(head);
  }
}
