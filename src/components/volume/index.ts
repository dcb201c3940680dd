// The stacks volume: where Appsmith keeps everything that outlives its container.
import type { Component } from '../../scrape/component.ts';
import { type Disk, Files, realDisk } from '../../scrape/files/index.ts';
import { VolumeCollector } from './collect.ts';
import { planOf } from './folders.ts';
import { volumeMetrics } from './metrics.ts';

const FIVE_MINUTES = 300;

/** The component over a disk; anything but the real one is a simulation. */
export const volumeOn = (disk: Disk): Component => ({
  name: 'volume',
  title: 'Volume',
  metrics: volumeMetrics,
  settings: [
    {
      key: 'count_every',
      kind: 'duration',
      env: 'APPSMITH_EXPORTER_VOLUME_COUNT_EVERY',
      help: 'Time from one count of the folders on the stacks volume to the next; 0 counts at every scrape.',
      default: FIVE_MINUTES,
      min: 0,
      max: 86_400,
    },
    {
      key: 'git_root',
      kind: 'string',
      appsmith: ['APPSMITH_GIT_ROOT'],
      help: 'Where Appsmith keeps its Git repositories, as a path in Appsmith’s own container.',
    },
  ],
  configure(settings, { stacksDir }) {
    if (stacksDir === undefined) return { absent: 'no stacks folder is set' };
    const every = settings.number('count_every');
    const plan = planOf(settings.string('git_root')?.value);
    return {
      address: stacksDir,
      origin: { kind: 'default', where: 'the stacks folder' },
      open: () =>
        new VolumeCollector({
          files: new Files(stacksDir, disk),
          plan,
          every: every?.value ?? FIVE_MINUTES,
        }),
    };
  },
});

export const volume: Component = volumeOn(realDisk);
