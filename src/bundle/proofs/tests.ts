// Proofs as promtool's unit tests: an alert at its minute and not a minute before, or silent over the whole span.
import type { Alert, Firing, Proof } from '../../observe/index.ts';
import { TARGET } from '../../observe/index.ts';
import type { Settings } from '../settings/settings.ts';

/** The annotations as they read once labels and value are filled in. */
export type Said = (
  alert: Alert,
  labels: Readonly<Record<string, string>>,
  value: string,
) => Readonly<Record<string, string>>;

const SILENT_MINUTES = 120;

/** One test of promtool's. */
export function testOf(proof: Proof, settings: Settings, said: Said): object {
  const { alert, name, series, fires } = proof;
  return {
    name: `${alert.name}: ${fires ? 'fires' : 'silent'}: ${name}`,
    interval: '1m',
    input_series: series.map((one) => ({ series: selector(one), values: one.values })),
    ...(fires ? firing(proof, [fires].flat(), settings, said) : silence(proof)),
  };
}

function firing(
  { alert }: Proof,
  firings: readonly Firing[],
  settings: Settings,
  said: Said,
): object {
  const minutes = [...new Set(firings.map(({ at }) => Number.parseInt(at, 10)))];
  const at = (minute: number, those: readonly Firing[]) => ({
    eval_time: `${minute}m`,
    alertname: alert.name,
    exp_alerts: those.map((one) => expected(alert, one, settings, said)),
  });
  const until = (minute: number) => firings.filter((one) => Number.parseInt(one.at, 10) <= minute);
  return {
    alert_rule_test: minutes.flatMap((minute) => [
      // What fires from the start has no minute before.
      ...(minute > 0 ? [at(minute - 1, until(minute - 1))] : []),
      at(minute, until(minute)),
    ]),
  };
}

function expected(
  alert: Alert,
  { labels = {}, value }: Firing,
  settings: Settings,
  said: Said,
): object {
  const all = { ...TARGET, ...labels };
  const own = { component: alert.component, severity: settings.severityOf(alert) };
  // An empty label is none: an alert of `absent(…)` has no instance.
  const kept = Object.entries({ ...all, ...settings.extraLabels, ...own }).filter(
    ([, text]) => text,
  );
  return { exp_labels: Object.fromEntries(kept), exp_annotations: said(alert, all, value) };
}

function silence({ alert, minutes = SILENT_MINUTES }: Proof): object {
  const alerts = `ALERTS{alertname="${alert.name}",alertstate="firing"}`;
  return {
    promql_expr_test: [
      {
        expr: `count(max_over_time(${alerts}[${minutes}m]))`,
        eval_time: `${minutes}m`,
        exp_samples: [],
      },
    ],
  };
}

function selector({ name, labels }: { name: string; labels: Readonly<Record<string, string>> }) {
  const pairs = Object.entries(labels).filter(([, value]) => value !== '');
  return `${name}{${pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}
