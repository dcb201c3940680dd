// Looks at the archives of Appsmith's backups: names, sizes and times, never what is in them.
import { join } from 'node:path';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { AbsentError, ScrapeError } from '../../scrape/errors.ts';
import { type Files, isForbidden, isGone } from '../../scrape/files/index.ts';
import { type Archive, KINDS, type Kind } from './archives.ts';
import { readLog, type Told } from './log.ts';
import { backupsMetrics as m } from './metrics.ts';
import { rhythmOf, type Schedule } from './schedule.ts';
import { ofKind, type Shelf, Shelves } from './shelf.ts';

const GIB = 1_073_741_824;
/** appsmithctl does not begin with less. */
const LEAST_SPACE = 2 * GIB;
/** Some hundred attempts. */
const LOG_BYTES = 65_536;

export interface BackupsOptions {
  /** Appsmith's volume, with appsmithctl's archives in `data/backup`. */
  readonly stacks?: Files | undefined;
  /** The folder to which a script of the user's writes. */
  readonly script?: Files | undefined;
  readonly schedule: Schedule;
  readonly limit: number;
  /** Keycloak keeps its data in PostgreSQL. */
  readonly postgres: boolean;
}

export class BackupsCollector implements Collector {
  readonly #options: BackupsOptions;
  readonly #shelves = new Shelves();

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { stacks, script, schedule } = this.#options;
    this.#shelves.begin();
    const folder = stacks && join(stacks.root, 'data/backup');
    const shelves: Shelf[] = [];
    if (stacks && folder) shelves.push(await this.#read(stacks, folder, scrape));
    if (script) shelves.push(await this.#read(script, script.root, scrape));
    const archives = shelves.flatMap((shelf) => shelf.archives).sort((a, b) => a.at - b.at);
    const writing = shelves.some((shelf) => shelf.writing);
    if (archives.length === 0 && !writing && !script && !schedule.scheduled) throw noBackups();
    scrape.answered();
    scrape.samples.set(m.writing, writing);
    if (shelves.some(({ cut }) => cut)) scrape.note(TOO_MANY);
    this.#archives(archives, scrape);
    this.#schedule(archives, scrape);
    await this.#space(archives, scrape);
    await this.#attempts(archives, scrape);
  }

  async close(): Promise<void> {}

  async #read(files: Files, folder: string, { signal }: ScrapeContext): Promise<Shelf> {
    try {
      return await this.#shelves.read(files, folder, signal);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      const text = `the exporter may not look into ${folder}`;
      throw new ScrapeError('forbidden', text, { cause: error });
    }
  }

  #archives(archives: readonly Archive[], { samples }: ScrapeContext): void {
    for (const kind of KINDS) {
      const all = ofKind(archives, kind);
      const [newest, previous] = [all.at(-1), all.at(-2)];
      if (!newest) continue;
      samples.set(m.archives, all.length, { kind });
      samples.set(m.bytes, sum(all), { kind });
      samples.set(m.newest, newest.at / 1000, { kind });
      samples.set(m.newestBytes, newest.bytes, { kind });
      samples.set(m.previousBytes, previous?.bytes, { kind });
      samples.set(m.encrypted, newest.encrypted, { kind });
    }
    const has = (kind: Kind) => archives.some((archive) => archive.kind === kind);
    // What appsmithctl puts into its archive depends on its version.
    const tells = this.#options.postgres && has('mongodb') && !has('full');
    if (tells) samples.set(m.postgresMissing, !has('postgres'));
  }

  #schedule(archives: readonly Archive[], { samples }: ScrapeContext): void {
    const { schedule, limit } = this.#options;
    samples.set(m.scheduled, schedule.scheduled);
    if (schedule.scheduled || ofKind(archives, 'full').length > 0) samples.set(m.limit, limit);
    for (const kind of KINDS) {
      const all = ofKind(archives, kind);
      const told = kind === 'full' ? schedule.full : schedule.script;
      // A kind of which there is nothing has no rhythm, unless Appsmith itself is to make it.
      if (all.length === 0 && !(kind === 'full' && schedule.scheduled)) continue;
      samples.set(m.interval, told ?? rhythmOf(all), { kind });
    }
  }

  /** Where the newest archive lies, the next one will. */
  async #space(archives: readonly Archive[], { samples, signal }: ScrapeContext): Promise<void> {
    const { stacks, script, schedule } = this.#options;
    const full = ofKind(archives, 'full').at(-1);
    const ours = full !== undefined || schedule.scheduled === true;
    const files = (ours ? stacks : undefined) ?? script ?? stacks;
    if (!files || (archives.length === 0 && !ours)) return;
    const others = KINDS.filter((kind) => kind !== 'full').flatMap(
      (kind) => ofKind(archives, kind).at(-1) ?? [],
    );
    const required = ours ? Math.max(LEAST_SPACE, full?.bytes ?? 0) : sum(others);
    const space = await files.space(files.root, signal).catch(forgive);
    samples.set(m.available, space?.available);
    samples.set(m.required, required);
  }

  async #attempts(archives: readonly Archive[], { samples, signal }: ScrapeContext): Promise<void> {
    const { stacks } = this.#options;
    if (!stacks) return;
    const at = (path: string) => join(stacks.root, path);
    const log = await endOf(stacks, at('logs/appsmithctl/backup.log'), LOG_BYTES, signal);
    const told: Told = log === undefined ? {} : readLog(log);
    // Milliseconds since the epoch, as appsmithctl writes it.
    const mail = Number(await endOf(stacks, at('data/backup/last-error-mail-ts'), 32, signal));
    const mailed = mail > 0 ? mail : undefined;
    samples.set(m.lastFailure, seconds(told.failure));
    samples.set(m.lastSuccess, seconds(told.success));
    samples.set(m.lastMail, seconds(mailed));
    const failure = told.failure ?? (told.success === undefined ? mailed : undefined);
    if (failure === undefined && told.success === undefined) return;
    const well = Math.max(told.success ?? 0, ofKind(archives, 'full').at(-1)?.at ?? 0);
    samples.set(m.failed, (failure ?? 0) > well);
  }
}

const TOO_MANY = {
  level: 'warning',
  code: 'backups-too-many',
  text: 'there are more archives or other files in a folder of backups than are looked at',
  remedy: 'remove old archives, or give backups a folder of their own',
} as const;

function noBackups(): AbsentError {
  return new AbsentError(
    'Appsmith’s configuration schedules no backups, and there is no archive',
    'if something else makes them, say with APPSMITH_EXPORTER_BACKUPS_PATH to which folder; else see docs/backups.md',
  );
}

const sum = (archives: readonly Archive[]): number =>
  archives.reduce((bytes, archive) => bytes + archive.bytes, 0);

const seconds = (at: number | undefined): number | undefined =>
  at === undefined ? undefined : at / 1000;

/** The end of a file; undefined if it is not there, no file, or may not be read. */
async function endOf(files: Files, path: string, most: number, signal: AbortSignal) {
  const facts = await files.facts(path, signal).catch(forgive);
  if (facts?.kind !== 'file') return undefined;
  return files.tail(path, most, signal).catch(forgive);
}

/** What is not there, or not for us, is left out; a file system that hangs is told. */
function forgive(error: unknown): undefined {
  if (isGone(error) || isForbidden(error)) return undefined;
  throw error;
}
