// What an alert is: when it fires, whom it wakes, what it says, and the runbook of what to do.
import type { Condition } from './condition.ts';
import type { Unit } from './unit.ts';

/** `critical` wakes somebody, `warning` is for the working day, `info` is shown only; `none` is the Watchdog. */
export type Severity = 'critical' | 'warning' | 'info' | 'none';

/** Answers for 3 a.m.; plain Markdown, one paragraph or one list item a string. */
export interface Runbook {
  /** What the condition means, in terms of Appsmith. */
  readonly meaning: string;
  /** Who notices what. */
  readonly impact: string;
  /** What to look at, in order: panels, commands, log lines. */
  readonly diagnosis: readonly string[];
  /** What to do, the quickest relief first, the cure after it. */
  readonly mitigation: readonly string[];
  /** When the alert is right but nothing need be done, and what to set then. */
  readonly falseAlarms?: string;
  /** appsmithorg/appsmith issues in which users met this. */
  readonly reports?: readonly number[];
}

export interface Alert {
  /** Unique in the bundle, CamelCase; a public interface. */
  readonly name: string;
  /** The `component` label: whose trouble it is. */
  readonly component: string;
  readonly severity: Severity;
  /** Any of them fires the alert; the first is the main one, whose threshold panels draw. */
  readonly when: readonly Condition[];
  /** All of them must hold as well, for every one of `when`: traffic floors and the like. */
  readonly provided?: readonly Condition[];
  /** How long it must hold, as Prometheus writes it; `0m` where the signal looks back itself. */
  readonly for: string;
  readonly keepFiringFor?: string;
  /** One line: what is broken. `{instance}`, `{value}`, `{threshold}` and other labels are filled in. */
  readonly summary: string;
  /** A sentence or two with the value: what it means and the first thing to do. */
  readonly description: string;
  /** How `{value}` is written; the main threshold's unit unless said. */
  readonly valueUnit?: Unit;
  readonly runbook: Runbook;
  /** The component itself is down: alerts of what depends on it are silent meanwhile. */
  readonly down?: true;
  /** Further alerts that say nothing new while this one fires. */
  readonly inhibits?: readonly string[];
  /** The same, but only while this one fires with these labels: whose absence it tells decides what that explains. */
  readonly inhibitsWhere?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly alerts: readonly string[];
  };
  /** Off unless the user turns it on, with the reason. */
  readonly offBecause?: string;
}

const NAME = /^[A-Z][A-Za-z0-9]+$/;

/** Checks what types cannot; throws with the alert's name. */
export function alert(def: Alert): Alert {
  const fail = (what: string): never => {
    throw new Error(`alert ${def.name}: ${what}`);
  };
  if (!NAME.test(def.name)) fail('names are CamelCase');
  if (def.when.length === 0) fail('needs a condition');
  if (!/^\d+[smhd]$/.test(def.for)) fail(`"for" is ${def.for}, not a duration such as 5m`);
  if (def.runbook.mitigation.length === 0) fail('a runbook must say what to do');
  return def;
}
