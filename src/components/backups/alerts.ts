// When backups should wake somebody: the newest is too old or too small, the last failed, the next has no room.
import { above, alert, atMost, below, equals, exists, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { backupsMetrics as m } from './metrics.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const FULL = matchers({ kind: 'full' });

const LOOK = [
  '`docker compose exec appsmith ls -lh /appsmith-stacks/data/backup`: which archives are there.',
  '`docker compose exec appsmith tail -n 40 /appsmith-stacks/logs/appsmithctl/backup.log`: what appsmithctl said; further logs lie in the folders `appsmithctl` and `cron` beside it.',
  '`docker compose exec appsmith df -h /appsmith-stacks`: appsmithctl does not begin with less than 2 GiB.',
];
const BY_HAND =
  '`docker compose exec appsmith appsmithctl backup`: makes one now, and tells what is wrong; copy the archive off this machine.';

export const backupStale = alert({
  name: 'BackupStale',
  component: 'backups',
  severity: 'warning',
  when: [
    above(
      promql`time() - ${m.newest} - ${m.interval}`,
      threshold(2 * HOUR, 'seconds', {
        min: 600,
        max: 30 * DAY,
        help: 'Time that a backup may be late, beyond the longest time from one to the next by its schedule.',
      }),
    ),
  ],
  for: '5m',
  summary: 'No new backup of Appsmith {instance} ({kind}): {value} late',
  description:
    'The newest archive of kind {kind} should have been followed by another {value} ago. What was built or changed since then is in no backup.',
  runbook: {
    meaning:
      'Backups are made, or were, and the next one is overdue: by the schedule, by your setting, or as the archives themselves are apart. Kind `full` is appsmithctl’s archive; the others come from a script of your own.',
    impact: 'None now. If the volume is lost, everything since the newest archive is lost with it.',
    diagnosis: [
      ...LOOK,
      'A dump that failed leaves no line in that log: look at the output of a backup by hand.',
      'By a script: does its cron job run, and where does its output go?',
    ],
    mitigation: [
      BY_HAND,
      'No space: see BackupSpaceMissing. MongoDB could not be dumped: see MongoDown.',
      'Scheduled backups belong to Appsmith’s commercial editions; a Community edition needs a cron job of the machine: docs/backups.md.',
    ],
    falseAlarms:
      'Archives of a way that you have given up: move them elsewhere. Another rhythm: the exporter’s setting `backups.interval`.',
    reports: [14573],
  },
});

export const backupMissing = alert({
  name: 'BackupMissing',
  component: 'backups',
  severity: 'warning',
  when: [exists(promql`(${m.scheduled} == 1) unless on (job, instance) ${m.newest}`)],
  // A schedule by the week has a week’s time.
  provided: [atMost(promql`sum by (job, instance) (${m.interval}${FULL})`, 25 * HOUR)],
  for: '26h',
  summary: 'Backups of Appsmith {instance} are scheduled, and there is none',
  description:
    'A backup each day is scheduled, but after 26 hours there is still not one archive. If the volume is lost now, everything is lost.',
  valueUnit: 'count',
  runbook: {
    meaning:
      '`APPSMITH_BACKUP_CRON_EXPRESSION` schedules backups at least daily, and in `/appsmith-stacks/data/backup` there is no archive.',
    impact: 'None now. There is nothing to go back to.',
    diagnosis: LOOK,
    mitigation: [
      BY_HAND,
      'Scheduled backups belong to Appsmith’s commercial editions; a Community edition needs a cron job of the machine: docs/backups.md.',
    ],
    falseAlarms:
      'Archives that are moved away at once: say where with the exporter’s setting `backups.path`, or turn this alert off.',
    reports: [14573],
  },
});

export const backupShrunk = alert({
  name: 'BackupShrunk',
  component: 'backups',
  severity: 'warning',
  when: [
    below(
      promql`${m.newestBytes} / (${m.previousBytes} > 0)`,
      threshold(0.5, 'ratio', {
        min: 0.05,
        max: 0.95,
        help: 'Size of the newest archive as a share of the one before.',
      }),
    ),
  ],
  for: '15m',
  summary: 'The newest backup of Appsmith {instance} ({kind}) has only {value} of the size before',
  description:
    'The newest archive of kind {kind} is {value} as large as the one before: something is probably missing in it.',
  runbook: {
    meaning:
      'Backups grow slowly. One that is less than half of its predecessor was cut off, or a part of it is missing: the database, the Git repositories.',
    impact: 'None now. The archive may not restore what you expect; the one before still does.',
    diagnosis: [
      '`docker compose exec appsmith sh -c "tar -tvzf /appsmith-stacks/data/backup/<archive> | head -n 20"`: `mongodb-data.gz`, `git-storage`, `manifest.json` and `docker.env` should be in it, `mongodb-data.gz` the largest.',
      ...LOOK,
    ],
    mitigation: [
      'Copy the archive before it to a safe place at once: appsmithctl keeps only the newest four.',
      BY_HAND,
    ],
    falseAlarms:
      'Much was deleted on purpose, or an encrypted archive follows one that held more: it is over with the next backup.',
  },
});

export const backupSpaceMissing = alert({
  name: 'BackupSpaceMissing',
  component: 'backups',
  severity: 'warning',
  when: [
    below(
      promql`${m.available} / ${m.required}`,
      threshold(1, 'ratio', {
        min: 0.5,
        max: 10,
        help: 'Space that is there as a share of what the next backup needs.',
      }),
    ),
  ],
  for: '15m',
  summary: 'The next backup of Appsmith {instance} will fail for want of space',
  description:
    'Where the next archive will be written there is only {value} of the space that it needs: 2 GiB, or the size of the newest archive. The backup will fail, and perhaps nobody is told.',
  runbook: {
    meaning:
      'appsmithctl looks before each backup whether 2 GiB are free on the stacks volume, and gives up if not. With 2 GiB but less than an archive takes, it fails half-way and deletes what it has written.',
    impact: 'None now. The next backup fails; with mail not set up, without a word.',
    diagnosis: [
      ...LOOK,
      'The panel “Folders of the volume” on Capacity & backups: what takes the space?',
    ],
    mitigation: [
      'Copy old archives elsewhere and remove them here: `/appsmith-stacks/data/backup`.',
      'Keep fewer: `APPSMITH_BACKUP_ARCHIVE_LIMIT=2`, then restart Appsmith.',
      'Free space as in the runbook of VolumeFull, or make the volume larger.',
    ],
    reports: [14573],
  },
});

export const backupFailed = alert({
  name: 'BackupFailed',
  component: 'backups',
  severity: 'warning',
  when: [equals(promql`${m.failed}`, 1)],
  for: '1m',
  summary: 'The last backup of Appsmith {instance} failed',
  description:
    'appsmithctl has logged, or sent a mail, that its last backup failed. What was changed since the one before is in no backup.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The newest attempt in `logs/appsmithctl/backup.log`, or the newest mail about one, is a failure, and no archive has been finished since.',
    impact: 'None now. Everything since the newest archive would be lost with the volume.',
    diagnosis: LOOK,
    mitigation: [
      'Not enough space: see BackupSpaceMissing.',
      'MongoDB refused or timed out: see MongoDown; a very large database may need a dump of your own with `mongodump`.',
      BY_HAND,
    ],
    reports: [14573],
  },
});

export const backupsAlerts = [
  backupStale,
  backupMissing,
  backupFailed,
  backupShrunk,
  backupSpaceMissing,
];
