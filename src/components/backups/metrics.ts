// What may be exposed about backups: the archives that are there, the schedule, and how the last attempt ended.
import { type Catalogue, gauge } from '../../metrics/index.ts';

const ARCHIVES =
  'names, sizes and times of the archives in data/backup and in the folder set as backups.path';
const LOG = 'the end of logs/appsmithctl/backup.log';
const CRON = 'APPSMITH_BACKUP_CRON_EXPRESSION';

export const backupsMetrics = {
  archives: gauge({
    name: 'appsmith_backup_archives',
    help: 'Archives that are there; kind `full` is appsmithctl’s, which holds MongoDB, Git and configuration together.',
    source: ARCHIVES,
    labels: ['kind'],
  }),
  bytes: gauge({
    name: 'appsmith_backup_archives_bytes',
    help: 'Size of all archives of a kind together.',
    source: ARCHIVES,
    unit: 'bytes',
    labels: ['kind'],
  }),
  newest: gauge({
    name: 'appsmith_backup_newest_timestamp_seconds',
    help: 'When the newest finished archive of a kind was made, in seconds since 1970.',
    source: `${ARCHIVES}: the time in appsmithctl’s names, else the time of change`,
    unit: 'seconds',
    labels: ['kind'],
  }),
  newestBytes: gauge({
    name: 'appsmith_backup_newest_bytes',
    help: 'Size of the newest finished archive of a kind.',
    source: ARCHIVES,
    unit: 'bytes',
    labels: ['kind'],
  }),
  previousBytes: gauge({
    name: 'appsmith_backup_previous_bytes',
    help: 'Size of the archive before the newest.',
    source: ARCHIVES,
    unit: 'bytes',
    labels: ['kind'],
  }),
  encrypted: gauge({
    name: 'appsmith_backup_newest_encrypted',
    help: 'Whether the newest archive of a kind is encrypted (1); appsmithctl does so only where somebody types a password.',
    source: `${ARCHIVES}: ends in .enc or .gpg`,
    labels: ['kind'],
  }),
  writing: gauge({
    name: 'appsmith_backup_in_progress',
    help: 'Whether an archive is being written: one has grown since the scrape before.',
    source: ARCHIVES,
  }),
  postgresMissing: gauge({
    name: 'appsmith_backup_postgres_missing',
    help: 'Whether Keycloak’s database is PostgreSQL and no dump of it lies beside MongoDB’s (1); absent where appsmithctl makes the backups, whose archives do not tell.',
    source: `${ARCHIVES}; APPSMITH_KEYCLOAK_DB_URL`,
  }),
  interval: gauge({
    name: 'appsmith_backup_interval_seconds',
    help: 'Longest time from one backup of a kind to the next: by the schedule, by the setting, or as the archives themselves are apart. Absent where nothing says it.',
    source: `${CRON}; ${ARCHIVES}`,
    unit: 'seconds',
    labels: ['kind'],
  }),
  scheduled: gauge({
    name: 'appsmith_backup_scheduled',
    help: 'Whether Appsmith’s configuration schedules backups (1) or switches them off (0); absent where it says nothing.',
    source: CRON,
  }),
  limit: gauge({
    name: 'appsmith_backup_archives_limit',
    help: 'Archives that appsmithctl keeps; older ones are removed.',
    source: 'APPSMITH_BACKUP_ARCHIVE_LIMIT',
  }),
  available: gauge({
    name: 'appsmith_backup_space_available_bytes',
    help: 'Space where the next archive will be written.',
    source: 'statfs of the folder of the newest archive: `bavail`',
    unit: 'bytes',
  }),
  required: gauge({
    name: 'appsmith_backup_space_required_bytes',
    help: 'Space that the next backup needs: the newest’s size, and 2 GiB at least where appsmithctl makes it.',
    source: `${ARCHIVES}; appsmithctl’s own check`,
    unit: 'bytes',
  }),
  failed: gauge({
    name: 'appsmith_backup_failed',
    help: 'Whether the last attempt failed (1); absent where there is nothing that tells of attempts.',
    source: `${LOG}; data/backup/last-error-mail-ts`,
  }),
  lastFailure: gauge({
    name: 'appsmith_backup_last_failure_timestamp_seconds',
    help: 'When a backup last failed, in seconds since 1970.',
    source: `${LOG}: \`[ ERROR ]\``,
    unit: 'seconds',
  }),
  lastSuccess: gauge({
    name: 'appsmith_backup_last_success_timestamp_seconds',
    help: 'When appsmithctl last said that it had finished a backup, in seconds since 1970.',
    source: `${LOG}: \`[ INFO ] Finished taking a backup\``,
    unit: 'seconds',
  }),
  lastMail: gauge({
    name: 'appsmith_backup_last_error_mail_timestamp_seconds',
    help: 'When appsmithctl last sent a mail about a failed backup, at most one in six hours, in seconds since 1970.',
    source: 'data/backup/last-error-mail-ts',
    unit: 'seconds',
  }),
} satisfies Catalogue;
