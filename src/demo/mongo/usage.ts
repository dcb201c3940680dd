// People and what they have built as the embedded MongoDB counts them, from the model's population.
import type { Document } from 'mongodb';
import type { AppsmithModel } from '../model/appsmith.ts';
import { plugins } from '../model/plugins.ts';
import { peopleWithin } from '../model/population.ts';
import { cursor, type Handler } from '../mongo-wire/index.ts';

const WINDOWS = [300, 86_400, 604_800, 2_592_000] as const;
/** Of those who sign in: who only uses applications, and who also builds them. */
const EDITORS = 0.18;
const VIEWERS = 0.94;
/** Visitors of public applications beside each of those who sign in. */
const ANONYMOUS = 0.25;

/** Documents that are marked as deleted, or that are no queries but functions of JS objects. */
const UNCOUNTED = 0.12;
/** Documents of each kind per person in the busiest hour. */
const PER_PERSON: Readonly<Record<string, number>> = {
  user: 3.4,
  workspace: 0.15,
  application: 0.9,
  newPage: 4.2,
  newAction: 21,
  actionCollection: 3.1,
  datasource: 0.7,
};
/** A department a year: what is built grows by so much a day. */
const GROWTH_PER_DAY = 0.0015;
/** From here on things grow: 1 January 2026. */
const BEGINNING = 1_767_225_600_000;

/** `usagePulse` and `datasource` grouped; undefined for any other collection. */
export function usageAggregate(model: AppsmithModel, command: Document): Document | undefined {
  const ns = `${command.$db}.${command.aggregate}`;
  const pipeline: readonly Document[] = command.pipeline ?? [];
  if (command.aggregate === 'usagePulse') return cursor(ns, people(model, pipeline));
  return command.aggregate === 'datasource' ? cursor(ns, datasources(model)) : undefined;
}

/** The window is known by the date that the question begins at, which is by the exporter's own clock. */
function people({ population, knobs, clock }: AppsmithModel, pipeline: readonly Document[]) {
  const since = pipeline[0]?.$match?.createdAt?.$gte;
  const asked = since instanceof Date ? (Date.now() - since.getTime()) / 1000 : 0;
  const window = WINDOWS.find((seconds) => asked < seconds * 1.5) ?? WINDOWS[3];
  const signedIn = peopleWithin(population, knobs, window, clock.now);
  const anonymous = Math.round(signedIn * ANONYMOUS);
  return [
    {
      _id: null,
      pulses: signedIn * Math.max(1, Math.round(window / 28_800)),
      active: signedIn + anonymous,
      viewers: Math.round(signedIn * VIEWERS),
      editors: Math.ceil(signedIn * EDITORS),
      anonymous,
    },
  ];
}

/** Those that are not deleted, by plugin as queries are spread. */
function datasources(model: AppsmithModel): Document[] {
  const all = documents(model, 'datasource') * (1 - UNCOUNTED);
  return plugins.map(({ name, share }) => ({
    _id: name,
    datasources: Math.max(1, Math.round(all * share)),
  }));
}

/** `plugin`: the identifiers that datasources name, and the packages behind them. */
export function pluginDocuments(): Document[] {
  return plugins.map(({ name }) => ({ _id: name, packageName: `${name.toLowerCase()}-plugin` }));
}

/** `count`: the whole collection, or with a query what does not count of it. */
export function usageCount(model: AppsmithModel): Handler {
  return ({ count, query }) => {
    const all = documents(model, String(count));
    return { n: query === undefined ? all : Math.round(all * UNCOUNTED), ok: 1 };
  };
}

function documents({ knobs, clock }: AppsmithModel, collection: string): number {
  const days = Math.max(0, (clock.now - BEGINNING) / 86_400_000);
  const people = knobs.peakUsers * (1 + days * GROWTH_PER_DAY);
  return Math.round((PER_PERSON[collection] ?? 0) * people);
}
