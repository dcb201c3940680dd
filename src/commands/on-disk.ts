// The components over another disk than this machine's, for the demo and for simulations.
import { backupsOn } from '../components/backups/index.ts';
import { components } from '../components/index.ts';
import { volumeOn } from '../components/volume/index.ts';
import type { Component } from '../scrape/component.ts';
import type { Disk } from '../scrape/files/index.ts';

export function componentsOn(disk: Disk): readonly Component[] {
  const over = new Map(
    [volumeOn(disk), backupsOn(disk)].map((component) => [component.name, component]),
  );
  return components.map((component) => over.get(component.name) ?? component);
}
