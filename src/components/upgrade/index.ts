// Upgrade: migrations after an update, versions on the volume, and the newest release if somebody wants to know.
import type { Component } from '../../scrape/component.ts';
import { Files } from '../../scrape/files/index.ts';
import { UpgradeCollector } from './collect.ts';
import { upgradeMetrics } from './metrics.ts';
import { Newest } from './newest.ts';

export const upgrade: Component = {
  name: 'upgrade',
  title: 'Upgrade',
  metrics: upgradeMetrics,
  settings: [
    {
      key: 'check_newest',
      kind: 'boolean',
      env: 'APPSMITH_EXPORTER_UPGRADE_CHECK_NEWEST',
      help: 'Ask GitHub every six hours for Appsmith’s newest release. It learns the machine’s address and nothing else.',
      default: false,
    },
    {
      key: 'newest_url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_UPGRADE_NEWEST_URL',
      help: 'Where the newest release is asked for: GitHub’s JSON, or a copy of it within the house.',
      default: 'https://api.github.com/repos/appsmithorg/appsmith/releases/latest',
    },
    {
      key: 'front_url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_PUBLIC_URL',
      help: 'Address of the front door, which tells the version that runs; asked only for the comparison with the newest.',
      default: 'http://127.0.0.1:80',
    },
  ],
  configure(settings, { stacksDir }) {
    const check = settings.boolean('check_newest');
    const releases = settings.url('newest_url')?.value;
    const front = settings.url('front_url')?.value;
    const isAsked = check?.value === true && releases !== undefined && front !== undefined;
    if (stacksDir === undefined && !isAsked) {
      return {
        absent: 'no stacks folder is set, and the newest release is not asked for',
        hint: 'mount /appsmith-stacks, or set APPSMITH_EXPORTER_UPGRADE_CHECK_NEWEST=true',
      };
    }
    return {
      address: stacksDir ?? releases ?? '',
      origin: isAsked ? check.origin : { kind: 'default', where: 'the stacks folder' },
      open: () =>
        new UpgradeCollector({
          files: stacksDir === undefined ? undefined : new Files(stacksDir),
          newest: isAsked ? new Newest({ releases, front }) : undefined,
        }),
    };
  },
};
