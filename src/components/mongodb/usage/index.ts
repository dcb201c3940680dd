// Users & apps: who uses Appsmith and what they have built, from Appsmith's own documents in MongoDB.
import type { Component, Settings } from '../../../scrape/component.ts';
import { placeOf } from '../place.ts';
import { UsageCollector } from './collect.ts';
import { usageMetrics } from './metrics.ts';

const SWITCH = 'APPSMITH_EXPORTER_USAGE_READ_DOCUMENTS';

/** A component of its own; it stands in MongoDB's folder because the two share one connection. */
export const usage: Component = {
  name: 'usage',
  title: 'Users & apps',
  metrics: usageMetrics,
  settings: [
    {
      key: 'read_documents',
      kind: 'boolean',
      env: SWITCH,
      // Off unless switched on: nothing else reads Appsmith's own documents. No default, so that the older name counts.
      help: 'Count people, applications, pages, queries and datasources in Appsmith’s own documents; the MongoDB user needs find on them (docs/least-privilege.md). Default: `mongodb.active_users`, its older name.',
    },
  ],
  configure(settings) {
    if (!isOn(settings)) {
      return {
        absent: 'not switched on: it reads Appsmith’s own documents',
        hint: `${SWITCH}=true counts people, applications and datasources`,
      };
    }
    const place = placeOf(settings.secret('mongodb.url'));
    if ('absent' in place) return place;
    const { url, address, described } = place;
    return { ...described, open: () => new UsageCollector(url, address) };
  },
};

function isOn(settings: Settings): boolean {
  const on = settings.boolean('read_documents') ?? settings.boolean('mongodb.active_users');
  return on?.value === true;
}
