// What may be exposed about the stacks volume: its room, and what each folder that grows takes of it.
import { type Catalogue, gauge, info } from '../../metrics/index.ts';

const STATFS = 'statfs of the stacks folder';
const WALK = 'a walk over the stacks folder';
const CACHED =
  'counted by a walk that runs every few minutes and not at every scrape; its age is in appsmith_volume_walk_age_seconds';

export const volumeMetrics = {
  up: gauge({
    name: 'appsmith_volume_up',
    help: 'Whether the file system of the stacks volume answers (1) or hangs or fails (0).',
    source: STATFS,
  }),
  size: gauge({
    name: 'appsmith_volume_size_bytes',
    help: 'Size of the file system on which the stacks volume lies.',
    source: `${STATFS}: \`blocks\``,
    unit: 'bytes',
  }),
  free: gauge({
    name: 'appsmith_volume_free_bytes',
    help: 'Space on the volume that is free, what is kept for root included.',
    source: `${STATFS}: \`bfree\``,
    unit: 'bytes',
  }),
  available: gauge({
    name: 'appsmith_volume_available_bytes',
    help: 'Space on the volume that a program without root’s rights can still fill.',
    source: `${STATFS}: \`bavail\``,
    unit: 'bytes',
  }),
  inodes: gauge({
    name: 'appsmith_volume_inodes',
    help: 'Files and folders that the file system has room for; absent where there is no fixed number.',
    source: `${STATFS}: \`files\``,
  }),
  inodesFree: gauge({
    name: 'appsmith_volume_inodes_free',
    help: 'Files and folders that can still be made.',
    source: `${STATFS}: \`ffree\``,
  }),
  readOnly: gauge({
    name: 'appsmith_volume_read_only',
    help: 'Whether the file system itself takes no writes (1); that the exporter’s own mount is read-only does not count.',
    source: '/proc/self/mountinfo: the options of the file system',
  }),
  info: info({
    name: 'appsmith_volume_info',
    help: 'Kind of the file system, as a label.',
    source: '/proc/self/mountinfo: the type of the file system',
    labels: ['filesystem'],
  }),
  folderBytes: gauge({
    name: 'appsmith_volume_folder_bytes',
    help: `What a folder and everything in it takes on the disk, by blocks, a file with several names once; ${CACHED}. Folders below logs/ are parts of logs.`,
    source: WALK,
    unit: 'bytes',
    labels: ['folder'],
  }),
  folderFiles: gauge({
    name: 'appsmith_volume_folder_files',
    help: `Files in a folder and below it; ${CACHED}.`,
    source: WALK,
    labels: ['folder'],
  }),
  folderComplete: gauge({
    name: 'appsmith_volume_folder_complete',
    help: 'Whether a folder was counted whole (1), or is larger than was counted since it holds too many files or some may not be read (0).',
    source: WALK,
    labels: ['folder'],
  }),
  unreadable: gauge({
    name: 'appsmith_volume_folder_unreadable',
    help: 'Folders and files below a folder that the exporter may not read, and that are therefore not counted.',
    source: WALK,
    labels: ['folder'],
  }),
  walkAge: gauge({
    name: 'appsmith_volume_walk_age_seconds',
    help: 'How long ago the folders were last counted.',
    source: WALK,
    unit: 'seconds',
  }),
  walkDuration: gauge({
    name: 'appsmith_volume_walk_duration_seconds',
    help: 'How long the last count of the folders took.',
    source: WALK,
    unit: 'seconds',
  }),
} satisfies Catalogue;
