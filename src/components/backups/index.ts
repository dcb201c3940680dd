// Backups: the archives of appsmithctl on the stacks volume, and those of a script of the user's.
import type { Component, Settings } from '../../scrape/component.ts';
import { type Disk, Files, realDisk } from '../../scrape/files/index.ts';
import { BackupsCollector } from './collect.ts';
import { backupsMetrics } from './metrics.ts';
import { scheduleOf } from './schedule.ts';

/** As many as appsmithctl keeps unless it is told another number. */
const ARCHIVES_KEPT = 4;

/** The component over a disk; anything but the real one is a simulation. */
export const backupsOn = (disk: Disk): Component => ({
  name: 'backups',
  title: 'Backups',
  metrics: backupsMetrics,
  settings: [
    {
      key: 'path',
      kind: 'path',
      env: 'APPSMITH_EXPORTER_BACKUPS_PATH',
      help: 'Folder to which a script of your own writes archives such as mongo_<stamp>.tar.gz, besides data/backup on the stacks volume.',
    },
    {
      key: 'interval',
      kind: 'duration',
      env: 'APPSMITH_EXPORTER_BACKUPS_INTERVAL',
      help: 'Longest time from one backup to the next; by default what the schedule says, or how far the archives are apart.',
      min: 600,
      max: 366 * 86_400,
    },
    {
      key: 'schedule',
      kind: 'string',
      appsmith: ['APPSMITH_BACKUP_CRON_EXPRESSION'],
      help: 'When Appsmith makes backups: a cron expression, or “disable”.',
    },
    {
      key: 'archive_limit',
      kind: 'string',
      appsmith: ['APPSMITH_BACKUP_ARCHIVE_LIMIT'],
      help: 'How many archives appsmithctl keeps; 4 unless it is told another number.',
    },
    {
      key: 'keycloak_db',
      kind: 'secret',
      appsmith: ['APPSMITH_KEYCLOAK_DB_URL'],
      help: 'Keycloak’s database; if there is one, backups should hold PostgreSQL, too. It is not connected to.',
    },
  ],
  configure(settings, { stacksDir }) {
    const path = settings.string('path');
    const root = path?.value ?? stacksDir;
    if (root === undefined) return { absent: 'no stacks folder is set' };
    const options = optionsOf(settings);
    return {
      address: root,
      origin: path?.origin ?? { kind: 'default', where: 'the stacks folder' },
      open: () =>
        new BackupsCollector({
          ...options,
          stacks: stacksDir === undefined ? undefined : new Files(stacksDir, disk),
          script: path && new Files(path.value, disk),
        }),
    };
  },
});

function optionsOf(settings: Settings) {
  const cron = settings.string('schedule')?.value;
  const script = settings.string('path') !== undefined;
  const limit = Number(settings.string('archive_limit')?.value);
  return {
    schedule: scheduleOf(cron, settings.number('interval')?.value, script),
    limit: Number.isInteger(limit) && limit > 0 ? limit : ARCHIVES_KEPT,
    postgres: settings.secret('keycloak_db') !== undefined,
  };
}

export const backups: Component = backupsOn(realDisk);
