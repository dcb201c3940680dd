// Who depends on whom, from what the components declare; throws on names that do not exist and on circles.
import type { Alert, Observed, Severity } from '../../observe/index.ts';

/** Components that cannot be well without this one, directly or through others, in the order of the list. */
export function dependentsOf(component: string, observed: readonly Observed[]): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    for (const one of observed) {
      if (!one.dependsOn.includes(name) || found.has(one.component)) continue;
      found.add(one.component);
      visit(one.component);
    }
  };
  visit(component);
  return observed.map((one) => one.component).filter((name) => found.has(name));
}

/** An alert that speaks for others: while it fires, they are silent. */
export interface Silencing {
  readonly source: Alert;
  readonly targets: readonly Alert[];
}

/** The alerts that it names, whatever its labels must be for that. */
const namedBy = ({ inhibits = [], inhibitsWhere }: Alert): readonly string[] => [
  ...inhibits,
  ...(inhibitsWhere?.alerts ?? []),
];

/** Every alert with the alerts that say nothing new while it fires; those without any are left out. */
export function silencings(observed: readonly Observed[]): Silencing[] {
  const all = observed.flatMap(({ alerts }) => alerts);
  return all
    .map((source) => {
      const dependents = source.down ? dependentsOf(source.component, observed) : [];
      const named = new Set(namedBy(source));
      const targets = all.filter(
        ({ name, component, severity }) =>
          severity !== 'none' && (named.has(name) || dependents.includes(component)),
      );
      return { source, targets };
    })
    .filter(({ targets }) => targets.length > 0);
}

/** The alerts during which this one is silent: those of what it depends on, and critical ones beside a warning. */
export function silencersOf(
  alert: Alert,
  observed: readonly Observed[],
  severityOf: (alert: Alert) => Severity,
): Alert[] {
  const others = silencings(observed).filter(({ targets }) => targets.includes(alert));
  const critical = observed
    .flatMap(({ alerts }) => alerts)
    .filter((one) => one.component === alert.component && severityOf(one) === 'critical');
  const beside = severityOf(alert) === 'warning' ? critical : [];
  return [...new Set([...others.map(({ source }) => source), ...beside])];
}

/** Throws where something names what is not there, or depends on itself. */
export function checkDependencies(observed: readonly Observed[]): void {
  const components = new Set(observed.map(({ component }) => component));
  const alerts = observed.flatMap((one) => one.alerts);
  const names = new Set(alerts.map(({ name }) => name));
  for (const { component, dependsOn } of observed) {
    const unknown = dependsOn.find((name) => !components.has(name));
    if (unknown) throw new Error(`${component} depends on ${unknown}, which does not exist`);
    if (dependentsOf(component, observed).includes(component)) {
      throw new Error(`${component} depends on itself, through ${dependsOn.join(', ')}`);
    }
  }
  for (const alert of alerts) {
    const { name, component } = alert;
    const unknown = namedBy(alert).find((one) => !names.has(one));
    if (unknown) throw new Error(`alert ${name} inhibits ${unknown}, which does not exist`);
    if (!components.has(component)) throw new Error(`alert ${name}: no component ${component}`);
  }
}

/** Throws where alerts silence each other: both would be silent, and nobody would be told anything. */
export function refuseCircles(
  observed: readonly Observed[],
  severityOf: (alert: Alert) => Severity,
): void {
  const edges = new Map<string, Set<string>>();
  const add = (from: Alert, to: Alert) =>
    edges.set(from.name, (edges.get(from.name) ?? new Set()).add(to.name));
  for (const { source, targets } of silencings(observed)) {
    for (const target of targets) add(source, target);
  }
  const all = observed.flatMap(({ alerts }) => alerts);
  for (const from of all.filter((alert) => severityOf(alert) === 'critical')) {
    for (const to of all.filter((alert) => severityOf(alert) === 'warning')) {
      if (from.component === to.component) add(from, to);
    }
  }
  for (const start of edges.keys()) {
    const path = pathBack(start, edges);
    if (path) throw new Error(`alerts would silence each other: ${path.join(' → ')}`);
  }
}

function pathBack(
  start: string,
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (const at of queue) {
    for (const next of edges.get(at) ?? []) {
      if (next === start) return [start, ...back(at, start, before), start];
      if (before.has(next)) continue;
      before.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

function back(from: string, start: string, before: ReadonlyMap<string, string>): string[] {
  const path: string[] = [];
  for (let at: string | undefined = from; at !== undefined && at !== start; at = before.get(at)) {
    path.unshift(at);
  }
  return path;
}
