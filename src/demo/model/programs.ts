// The programs that supervisord runs inside Appsmith's container, with their states over time.
import type { Random } from '../random.ts';

/** States as supervisord numbers and names them. */
export const STATES = {
  STOPPED: 0,
  STARTING: 10,
  RUNNING: 20,
  BACKOFF: 30,
  STOPPING: 40,
  EXITED: 100,
  FATAL: 200,
} as const;

export type StateName = keyof typeof STATES;

export interface Program {
  readonly name: ProgramName;
  state: StateName;
  /** Seconds since the epoch; 0 = never. */
  start: number;
  stop: number;
  pid: number;
  /** As supervisord shows it while the program does not run. */
  spawnError: string;
}

/** `stdout` is the event listener, which supervisord lists like any program. */
const NAMES = [
  'backend',
  'editor',
  'keycloak',
  'mongodb',
  'postgres',
  'redis',
  'rts',
  'stdout',
  'temporal',
] as const;
/** Only where a part brings them in: the business edition's. */
const OPTIONAL: readonly ProgramName[] = ['keycloak', 'temporal'];

export type ProgramName = (typeof NAMES)[number];

export class Programs {
  readonly #random: Random;
  readonly #programs: ReadonlyMap<ProgramName, Program>;
  readonly #elsewhere = new Set<ProgramName>(OPTIONAL);

  /** @param now seconds since the epoch, when all of them start */
  constructor(random: Random, now: number) {
    this.#random = random;
    this.#programs = new Map(
      NAMES.map((name, i) => [
        name,
        { name, state: 'RUNNING', start: now, stop: 0, pid: 70 + i * 13, spawnError: '' },
      ]),
    );
  }

  /** What supervisord lists. */
  get all(): Iterable<Program> {
    return [...this.#programs.values()].filter(({ name }) => !this.#elsewhere.has(name));
  }

  /** A store that runs on another machine: supervisord knows nothing of it. */
  leaveOut(name: ProgramName): void {
    this.#elsewhere.add(name);
  }

  /** An optional one that this Appsmith embeds. */
  bringIn(name: ProgramName): void {
    this.#elsewhere.delete(name);
  }

  get(name: ProgramName): Program {
    return this.#programs.get(name)!;
  }

  /** A new process of this program begins. */
  start(name: ProgramName, now: number): void {
    const program = this.get(name);
    program.state = 'RUNNING';
    program.start = now;
    program.pid = 1000 + Math.floor(this.#random.between(0, 30_000));
    program.spawnError = '';
  }

  /** Its process is gone and supervisord has given up. */
  fail(name: ProgramName, now: number): void {
    const program = this.get(name);
    program.state = 'FATAL';
    program.stop = now;
    program.pid = 0;
    program.spawnError = 'Exited too quickly (process log may have details)';
  }

  /** Brings the state in line with whether the program should be there. */
  settle(name: ProgramName, down: boolean, now: number): void {
    const { state } = this.get(name);
    if (down && state === 'RUNNING') this.fail(name, now);
    if (!down && state === 'FATAL') this.start(name, now);
  }
}
