// The exporter beside a simulated Appsmith, and what of the actuator it need not be told.
import { composeTarget } from '../../src/commands/compose.ts';
import { componentsOn } from '../../src/commands/on-disk.ts';
import { backendRules } from '../../src/components/backend/rules.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { EmbeddedAppsmith } from '../../src/demo/appsmith.ts';
import { diskOf } from '../../src/demo/volume/disk.ts';
import { snakeCase } from '../../src/exposition/index.ts';
import { realDisk } from '../../src/scrape/files/index.ts';
import type { Target } from '../../src/scrape/target.ts';

/** Families of the actuator of which something is needed, by the names that the collector gives them. */
export function readBy(needed: ReadonlySet<string>): (family: string) => boolean {
  const parts = ['', '_bucket', '_sum', '_count', '_max', '_total', '_info'];
  const wanted = (family: string) => {
    const rule = backendRules(family, 'unknown');
    const name = rule.name ?? snakeCase(family);
    return !rule.drop && parts.some((part) => needed.has(name + part));
  };
  return (family) => ['', '_total', '_info', '_max'].some((suffix) => wanted(family + suffix));
}

/** The exporter's configuration and target as `serve` makes them, over the model's disk. */
export async function exporterBeside({ env, model }: EmbeddedAppsmith): Promise<Target> {
  const components = componentsOn(diskOf(model, realDisk));
  // Minutes pass here in no time.
  const counted = { ...env, APPSMITH_EXPORTER_VOLUME_COUNT_EVERY: '0s' };
  const config = await loadConfig({ argv: [], env: counted, components });
  return composeTarget(config.targets[0]!, components);
}
