// When the stacks volume should wake somebody: it is full, fills, takes no writes, or does not answer.
import { alert, atLeast, below, equals, exists, threshold } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { volumeMetrics as m } from './metrics.ts';
import { LOGS, logsSecondsLeft, secondsLeft } from './records.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const GIB = 1_073_741_824;
const used = promql`${m.size} - ${m.free}`;

/** As `df` counts it: what root keeps for itself is neither used nor there to be used. */
export const usedRatio = promql`(${used}) / ((${used}) + ${m.available})`;
export const inodesRatio = promql`1 - ${m.inodesFree} / ${m.inodes}`;

const FREE_SPACE = [
  '`docker compose exec appsmith sh -c "du -xh -d 2 /appsmith-stacks | sort -h | tail -n 20"`: what takes the space.',
  'The panel “Folders of the volume” on Capacity & backups: which folder grew, and since when?',
];
const RELIEF = [
  'Old logs: `docker compose exec appsmith sh -c "find /appsmith-stacks/logs -type f -mtime +7 -delete"`; a log that is being written is emptied with `truncate -s 0 FILE`, not deleted.',
  'Heap dumps that nobody needs any more: `/appsmith-stacks/heap_dumps`. Old archives: copy `/appsmith-stacks/data/backup` elsewhere, keep the newest.',
  'Never delete below `data/mongodb`, `data/redis`, `data/postgres` or `git-storage`.',
  'Make the volume larger: the disk first, then its file system (`resize2fs`, `xfs_growfs`).',
];

export const volumeNotAnswering = alert({
  name: 'VolumeNotAnswering',
  component: 'volume',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  for: '3m',
  summary: 'The stacks volume of {instance} does not answer',
  description:
    'The volume is {value}: for three minutes every question to its file system has hung or failed. Everything that Appsmith stores lies there, so expect all of it to stand still.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'The file system at `/appsmith-stacks` hangs or answers with errors. With a network file system (EFS, Filestore, NFS) that is mostly the network or the server behind it; with a disk, a broken one.',
    impact:
      'Programs that read or write there hang, often without any error of their own: MongoDB, Git, logs, the backend at its next start.',
    diagnosis: [
      '`docker compose exec appsmith timeout 5 stat -f /appsmith-stacks; echo $?`: 124 means that it hangs.',
      '`dmesg | tail -n 50` on the machine: `nfs: server … not responding`, or errors of the disk.',
      '`mount | grep appsmith-stacks` there: what is mounted from where. Does that server answer?',
      'In a cloud: the state of the file system and its burst credits; an EFS without credits nearly stands still.',
    ],
    mitigation: [
      'Bring the server or the network to it back: calls that hang go on by themselves.',
      'The mount is stale (`Stale file handle`): stop Appsmith, mount it anew, start Appsmith.',
      'A broken disk: stop Appsmith at once, and restore the newest backup to another one.',
    ],
  },
});

export const volumeFull = alert({
  name: 'VolumeFull',
  component: 'volume',
  severity: 'critical',
  when: [
    atLeast(
      usedRatio,
      threshold(0.95, 'ratio', {
        min: 0.5,
        max: 0.999,
        help: 'Share of the volume that is in use. MongoDB and Redis stop when nothing is left.',
      }),
    ),
    atLeast(
      inodesRatio,
      threshold(0.95, 'ratio', {
        min: 0.5,
        max: 0.999,
        help: 'Share of the files that the file system can hold; Git repositories are many small ones.',
      }),
      'inodes',
    ),
  ],
  for: '5m',
  inhibits: ['BackupSpaceMissing'],
  summary: 'The stacks volume of {instance} is full: {value}',
  description:
    '{value} of the space, or of the files, of the stacks volume are in use. When nothing is left MongoDB ends, Redis cannot save sessions, and nothing can be stored.',
  runbook: {
    meaning:
      'Everything that Appsmith keeps lies on this volume: MongoDB’s and Redis’s data, Git repositories, logs, backups. It has (almost) no space, or no inodes, left.',
    impact:
      'Saves fail, MongoDB shuts down and does not start again, backups fail; after a restart nothing comes up.',
    diagnosis: [
      '`docker compose exec appsmith df -h /appsmith-stacks` and `df -i /appsmith-stacks`: space or inodes?',
      ...FREE_SPACE,
    ],
    mitigation: RELIEF,
    falseAlarms:
      'A volume so large that 5 % of it last for months: raise the threshold and rely on VolumeFilling.',
    reports: [21704],
  },
});

export const volumeFilling = alert({
  name: 'VolumeFilling',
  component: 'volume',
  severity: 'warning',
  when: [
    below(
      secondsLeft,
      threshold(DAY, 'seconds', {
        min: HOUR,
        max: 14 * DAY,
        help: 'Time in which the volume would be full at the pace of the last six hours.',
      }),
    ),
  ],
  provided: [
    atLeast(
      usedRatio,
      threshold(0.6, 'ratio', {
        min: 0,
        max: 0.95,
        help: 'Below this share in use nothing is said, however fast it fills.',
      }),
      'floor',
    ),
    // A few minutes say nothing about hours.
    exists(promql`${m.available} offset 1h`),
  ],
  for: '30m',
  summary: 'The stacks volume of {instance} will be full in {value}',
  description:
    'At the pace of the last six hours the stacks volume is full in {value}. When nothing is left MongoDB ends, and nobody can work.',
  runbook: {
    meaning:
      'The space that is left on the volume shrinks so fast that it will be gone within a day, if it goes on like this. It is more than half full already.',
    impact: 'None yet.',
    diagnosis: [
      ...FREE_SPACE,
      'The panel “Space of the volume” there: a steady slope, or one step by a backup or an import that is over?',
    ],
    mitigation: RELIEF,
    falseAlarms:
      'A large import or a restore that will end: wait for it, and look that it leaves enough space for the next backup.',
    reports: [21704],
  },
});

export const logsGrowing = alert({
  name: 'LogsGrowing',
  component: 'volume',
  severity: 'warning',
  when: [
    below(
      logsSecondsLeft,
      threshold(3 * DAY, 'seconds', {
        min: HOUR,
        max: 60 * DAY,
        help: 'Time in which the logs alone would fill what is left of the volume, at the pace of the last six hours.',
      }),
    ),
  ],
  provided: [
    atLeast(
      promql`sum by (job, instance) (${m.folderBytes}${LOGS})`,
      threshold(GIB, 'bytes', {
        min: 0,
        max: 1024 * GIB,
        help: 'Below this size of all logs nothing is said.',
      }),
      'floor',
    ),
    exists(promql`sum by (job, instance) (${m.folderBytes}${LOGS} offset 1h)`),
  ],
  for: '30m',
  summary: 'The logs of {instance} will fill the stacks volume in {value}',
  description:
    'Appsmith’s logs grow so fast that they alone fill what is left of the volume in {value}. Something logs without end, or old logs are not removed.',
  runbook: {
    meaning:
      'The folder `/appsmith-stacks/logs` grows faster than the rotation of logs removes old ones. The backend rotates its own log; logs of other programs, and those left by containers of before, may grow for ever.',
    impact: 'None yet; with the volume full MongoDB ends and nobody can work.',
    diagnosis: [
      'The panel “Logs by program” on Capacity & backups: whose log grows?',
      '`docker compose exec appsmith sh -c "ls -lhS /appsmith-stacks/logs/* | head -n 40"`: one large log, or many old ones?',
      '`docker compose exec appsmith sh -c "tail -n 50 /appsmith-stacks/logs/<program>/*.log"`: the same error over and over?',
    ],
    mitigation: [
      '`docker compose exec appsmith sh -c "find /appsmith-stacks/logs -type f -mtime +7 -delete"`: old ones, backend logs of containers that are gone among them.',
      'A log that is being written: `docker compose exec appsmith truncate -s 0 /appsmith-stacks/logs/<program>/<file>`.',
      'Cure what is logged over and over, and rotate what is not rotated, by a nightly job of your own.',
    ],
    reports: [21704],
  },
});

export const volumeReadOnly = alert({
  name: 'VolumeReadOnly',
  component: 'volume',
  severity: 'critical',
  when: [equals(promql`${m.readOnly} - min_over_time(${m.readOnly}[1d])`, 1)],
  for: '0m',
  summary: 'The stacks volume of {instance} has become read-only',
  description:
    'The file system of the stacks volume takes no writes any more, though it did within the last day. Linux does this when a disk reports errors.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The file system itself, not only the exporter’s own mount of it, has turned read-only since yesterday. Mostly the kernel found errors on the disk and protects what is left.',
    impact: 'MongoDB ends, sessions and changes cannot be stored, no log is written any more.',
    diagnosis: [
      '`dmesg | grep -iE "ext4|xfs|I/O error|remount" | tail -n 30` on the machine: why it was turned read-only.',
      '`grep appsmith-stacks /proc/mounts` there: `ro` among the options.',
    ],
    mitigation: [
      'Stop Appsmith, check the file system (`fsck`, `xfs_repair`) while it is not mounted, mount it again, start Appsmith.',
      'Errors of the disk itself: replace it, and restore the newest backup.',
      'In a cloud, a file system may have been mounted read-only by a change of its configuration: undo that.',
    ],
  },
});

export const volumeAlerts = [
  volumeNotAnswering,
  volumeFull,
  volumeReadOnly,
  volumeFilling,
  logsGrowing,
];
