// An alert's texts as Prometheus templates, and the same texts as Prometheus will have filled them in.
import { type Alert, type Condition, spoken, type Unit } from '../../observe/index.ts';
import type { Settings } from '../settings/settings.ts';

export interface Annotations {
  readonly summary: string;
  readonly description: string;
  readonly runbook_url: string;
  readonly dashboard_url: string;
}

/** What Prometheus knows when it fills in a template. */
export interface Filling {
  /** Without `alertname`; `job` and `instance` among them, unless the alert has none. */
  readonly labels: Readonly<Record<string, string>>;
  /** `{value}`, as written by {@link valueTemplate}. */
  readonly value: string;
}

/** Annotations with `{{ $labels.… }}` and `{{ $value … }}` in them, for the rule file. */
export function annotationsOf(alert: Alert, settings: Settings): Annotations {
  const blind = mayLackInstance(alert);
  return annotations(alert, settings, {
    value: valueTemplate(valueUnitOf(alert)),
    label: (name) => (name === 'instance' && blind ? INSTANCE_OR_JOB : `{{ $labels.${name} }}`),
    variables: isNobodys(alert)
      ? ''
      : blind
        ? 'var-job={{ $labels.job }}{{ with $labels.instance }}&var-instance={{ . }}{{ end }}'
        : 'var-job={{ $labels.job }}&var-instance={{ $labels.instance }}',
  });
}

/** The same after Prometheus has filled them in: what promtool's `exp_annotations` must say. */
export function filledAnnotations(
  alert: Alert,
  settings: Settings,
  { labels, value }: Filling,
): Annotations {
  const { job = '', instance = '' } = labels;
  return annotations(alert, settings, {
    value,
    label: (name) => labels[name] || (name === 'instance' ? job : ''),
    variables: isNobodys(alert)
      ? ''
      : `var-job=${job}${
          instance === '' && mayLackInstance(alert) ? '' : `&var-instance=${instance}`
        }`,
  });
}

/**
 * A value of this unit as Prometheus writes it: `85.5%`, `2m 5s`, `1.5GiB`, `7` (a count, rounded), `0.25/s`,
 * `up`, `yes`, or four digits.
 */
export function valueTemplate(unit: Unit): string {
  return TEMPLATES[unit];
}

const digits = '{{ $value | printf "%.4g" }}';
const TEMPLATES: Readonly<Record<Unit, string>> = {
  seconds: '{{ $value | humanizeDuration }}',
  bytes: '{{ $value | humanize1024 }}B',
  ratio: '{{ $value | humanizePercentage }}',
  count: '{{ $value | printf "%.0f" }}',
  'per-second': `${digits}/s`,
  'bytes-per-second': '{{ $value | humanize1024 }}B/s',
  'seconds-per-second': `${digits} s/s`,
  timestamp: '{{ $value | humanizeTimestamp }}',
  up: '{{ if eq $value 1.0 }}up{{ else }}down{{ end }}',
  yes: '{{ if eq $value 1.0 }}yes{{ else }}no{{ end }}',
  none: digits,
};

const INSTANCE_OR_JOB = '{{ or $labels.instance $labels.job }}';

/** `absent(…)` knows the labels of its matchers only: the job, but no instance, unless one is put in its place. */
export const mayLackInstance = ({ when }: Alert): boolean =>
  when.some(({ signal: { text } }) => isAbsence(text) && !text.includes('"instance"'));

/** It fires because nothing of a whole job is there. */
export const isAboutJob = ({ when }: Alert): boolean =>
  when.some(({ signal: { text } }) => isAbsence(text));

const isAbsence = (text: string): boolean => /\babsent\s*\(/.test(text);

/** The unit in which the alert says its value. */
export function valueUnitOf({ valueUnit, when }: Alert): Unit {
  const than = when[0]?.than;
  return valueUnit ?? (typeof than === 'object' ? than.unit : 'none');
}

interface Words {
  readonly value: string;
  readonly label: (name: string) => string;
  readonly variables: string;
}

function annotations(alert: Alert, settings: Settings, words: Words): Annotations {
  const text = (template: string) =>
    template.replace(/\{([A-Za-z_]\w*)\}/g, (_, name: string) =>
      name === 'value'
        ? words.value
        : (own(alert, settings, name) ?? words.label(known(alert, name))),
    );
  const dashboard = settings.links.dashboard(alert);
  return {
    summary: text(alert.summary),
    description: text(alert.description),
    runbook_url: settings.links.runbook(alert),
    dashboard_url: withQuery(dashboard, words.variables),
  };
}

const withQuery = (address: string, query: string): string =>
  query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`;

/** What always fires belongs to Prometheus itself, to no Appsmith: it has neither job nor instance. */
const isNobodys = ({ severity }: Alert): boolean => severity === 'none';

/** What is known before anything fires: `{for}` and the thresholds by their settings' keys. */
function own(alert: Alert, settings: Settings, name: string): string | undefined {
  if (name === 'for') return settings.forOf(alert);
  const condition = conditionsOf(alert).find(({ setting }) => setting === name);
  if (condition === undefined || condition.than === undefined) return undefined;
  const unit = typeof condition.than === 'number' ? valueUnitOf(alert) : condition.than.unit;
  return spoken(settings.chosen(alert)(condition), unit);
}

/** Every condition of the alert, the main one first. */
export const conditionsOf = ({ when, provided = [] }: Alert): readonly Condition[] => [
  ...when,
  ...provided,
];

/** A label that no series of the alert can have would leave a hole in the text. */
function known(alert: Alert, label: string): string {
  const possible = conditionsOf(alert).some(
    ({ signal: { metrics, recorded, text } }) =>
      text.includes(`"${label}"`) ||
      [...metrics, ...recorded].some(({ labels }) => labels.includes(label)),
  );
  if (possible || ['job', 'instance', 'component', 'severity'].includes(label)) return label;
  throw new Error(`alert ${alert.name}: {${label}} is neither a setting nor a label of its series`);
}
