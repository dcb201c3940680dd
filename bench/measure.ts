// Measuring: CPU time of a piece of work, and the table that comes of it.

/** One line of the result; ratios are value over peer, both measured in the same run. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly peerValue?: number;
}

/** Median CPU seconds (user and system, all threads) of `work` over `runs`, after a warm-up. */
export function cpuMedian(work: () => void, runs = 9): number {
  for (let i = 0; i < 3; i++) work();
  const seconds: number[] = [];
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    seconds.push((user + system) / 1e6);
  }
  return seconds.sort((a, b) => a - b)[runs >> 1]!;
}

/** Median of numbers; the upper one of two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** A line of the table; the heading without a row. */
export function format(row: Row | undefined): string {
  if (!row) return line('name', 'value', 'unit', 'ratio', 'peer');
  const ratio = row.peerValue === undefined ? '' : `${short(row.value / row.peerValue)} ×`;
  const peer = row.peer === undefined ? '' : `${row.peer} (${short(row.peerValue!)})`;
  return line(row.name, short(row.value), row.unit, ratio, peer);
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function line(name: string, value: string, unit: string, ratio: string, peer: string): string {
  return `${name.padEnd(30)} ${value.padStart(8)}  ${unit.padEnd(16)} ${ratio.padStart(8)}  ${peer}`.trimEnd();
}
