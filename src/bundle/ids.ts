// Stable addresses within Grafana: hashed from names, never from position, so that links outlive a reordering.
import { createHash } from 'node:crypto';

/** A dashboard's uid by its name (`overview`, `runbooks` …): at most 40 characters. */
export const dashboardUid = (name: string): string => `appsmith-${name}`;

/** A panel's id by its title, unique within its dashboard; what `viewPanel=` takes. */
export function panelId(dashboard: string, title: string): number {
  const hash = createHash('sha256').update(`${dashboard}\0${title}`).digest();
  // Grafana counts its own new panels up from the largest id: some room above must stay.
  return (hash.readUInt32BE(0) % 1_000_000_000) + 1;
}
