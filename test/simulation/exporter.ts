// The exporter beside a simulated Appsmith, and what of the actuator it need not be told.
import { composeTarget } from '../../src/commands/compose.ts';
import { backendRules } from '../../src/components/backend/rules.ts';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { EmbeddedAppsmith } from '../../src/demo/appsmith.ts';
import { snakeCase } from '../../src/exposition/index.ts';
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

/** The exporter's configuration and target as `serve` makes them. */
export async function exporterBeside({ env }: EmbeddedAppsmith): Promise<Target> {
  const config = await loadConfig({ argv: [], env, components });
  return composeTarget(config.targets[0]!, components);
}
