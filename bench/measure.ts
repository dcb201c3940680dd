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
