// The rules of grafana/dashboard-linter, each as a function over one dashboard; they mean what its documents say.
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { fill } from '../../../src/bundle/dashboards/fill.ts';
import {
  type DashboardJson,
  type PanelJson,
  panelsOf,
  type TargetJson,
  type VariableJson,
} from './model.ts';
import { UNITS } from './valid-units.ts';

export type Rule = (dashboard: DashboardJson) => string[];

/** Kinds that every rule about panels looks at; ours are stricter than theirs, which know fewer. */
const TEXT = 'text';
const OURS = /^\$\{?(prometheus_)?datasource\}?$/;
/** Told apart from any duration that somebody could have typed. */
const RATE_INTERVAL = '147m';

const variable = ({ templating }: DashboardJson, name: string): VariableJson | undefined =>
  templating.list.find((one) => one.name === name);
const queryOf = ({ query }: VariableJson): string =>
  typeof query === 'string' ? query : query.query;

const drawn = (dashboard: DashboardJson): PanelJson[] =>
  panelsOf(dashboard).filter(({ type }) => type !== TEXT);

const eachTarget =
  (look: (target: TargetJson) => string[]): Rule =>
  (dashboard) =>
    drawn(dashboard).flatMap(({ title, targets = [] }) =>
      targets.flatMap((target) => look(target).map((what) => `${title}: ${what}`)),
    );

const eachPanel =
  (look: (panel: PanelJson) => string[]): Rule =>
  (dashboard) =>
    drawn(dashboard).flatMap((panel) => look(panel).map((what) => `${panel.title}: ${what}`));

const templateRule =
  (name: 'job' | 'instance'): Rule =>
  (dashboard) => {
    const found = variable(dashboard, name);
    if (!found) return [`is missing the variable ${name}`];
    const wrong: string[] = [];
    if (!OURS.test(found.datasource?.uid ?? '')) wrong.push(`${name} asks another data source`);
    if (found.type !== 'query') wrong.push(`${name} is no query`);
    if (found.label?.toLowerCase() !== name) wrong.push(`${name} is labelled ${found.label}`);
    if (found.multi !== true) wrong.push(`${name} does not take several`);
    if (found.allValue !== '.+') wrong.push(`${name}: all is ${found.allValue}`);
    return wrong;
  };

const matcherRule = (name: 'job' | 'instance'): Rule =>
  eachTarget(({ expr }) =>
    selectors(expr)
      .filter((text) => !text.includes(`${name}=~"$${name}"`))
      .map((text) => `${text} does not follow $${name}`),
  );

function badDatasourceName({ templating }: DashboardJson): string[] {
  const found = templating.list.filter(({ type }) => type === 'datasource');
  if (found.length === 0) return ['has no variable for the data source'];
  return found
    .filter(({ name, label }) => name !== 'datasource' || label !== 'Data source')
    .map(({ name, label }) => `is named ${name}, labelled ${label}`);
}

export const RULES: Readonly<Record<string, Rule>> = {
  'template-datasource-rule': badDatasourceName,
  'template-job-rule': templateRule('job'),
  'template-instance-rule': templateRule('instance'),
  'template-label-promql-rule': ({ templating }) =>
    templating.list
      .filter(({ type }) => type === 'query')
      .filter((one) => !isLabelQuery(queryOf(one)))
      .map((one) => `${one.name}: ${queryOf(one)} is no label query`),
  'template-on-time-change-reload-rule': ({ templating }) =>
    templating.list
      .filter(({ type, refresh }) => type === 'query' && refresh !== 2)
      .map(({ name }) => `${name} is not refreshed with the time range`),
  'panel-datasource-rule': eachPanel(({ datasource, targets = [] }) =>
    [datasource, ...targets.map((target) => target.datasource)]
      .filter((one) => !OURS.test(one?.uid ?? ''))
      .map((one) => `uses the data source ${one?.uid}`),
  ),
  'panel-title-description-rule': (dashboard) =>
    panelsOf(dashboard)
      .filter(({ title, description }) => !title || !description)
      .map(({ id, title }) => `${title || id}: has no title or no description`),
  'panel-units-rule': eachPanel(({ fieldConfig }) => {
    const { unit = '', mappings } = fieldConfig?.defaults ?? {};
    return mappings || UNITS.has(unit) ? [] : [`has the unit “${unit}”`];
  }),
  'panel-no-targets-rule': eachPanel(({ targets }) => (targets?.length ? [] : ['has no query'])),
  'target-promql-rule': eachTarget(({ expr }) => (parses(expr) ? [] : [`${expr} is no PromQL`])),
  'target-rate-interval-rule': eachTarget(({ expr }) =>
    nodes(expr, 'FunctionCall').flatMap(({ text }) =>
      /^i?rate\s*\(/.test(text) && !new RegExp(`\\[${RATE_INTERVAL}\\]`).test(firstRange(text))
        ? [`${text} does not use $__rate_interval`]
        : [],
    ),
  ),
  'target-job-rule': matcherRule('job'),
  'target-instance-rule': matcherRule('instance'),
  'target-counter-agg-rule': eachTarget(({ expr }) =>
    nodes(expr, 'VectorSelector')
      .filter(
        ({ text, within }) => /^\w+_total\b/.test(text) && !/^(i?rate|increase)$/.test(within),
      )
      .map(({ text }) => `${text} is not within rate or increase`),
  ),
  'uneditable-dashboard': ({ editable }) => (editable === false ? [] : ['is editable']),
};

const firstRange = (text: string): string => /\[[^\]]*\]/.exec(text)?.[0] ?? '';

const plain = (expr: string): string =>
  fill(expr, { job: '$job', instance: '$instance', rate_interval: RATE_INTERVAL }).replaceAll(
    '\\\\$',
    '$',
  );

function parses(expr: string): boolean {
  let good = expr.trim() !== '';
  parser.parse(plain(expr)).iterate({
    enter: ({ type }) => {
      if (type.isError) good = false;
    },
  });
  return good;
}

function isLabelQuery(query: string): boolean {
  const [, name = '', inside = ''] = /^([a-z_]+)\((.+)\)$/.exec(query) ?? [];
  if (!['label_names', 'label_values', 'metrics', 'query_result'].includes(name)) return false;
  return parses(inside.replace(/,\s*\w+$/, ''));
}

const selectors = (expr: string): string[] => nodes(expr, 'VectorSelector').map(({ text }) => text);

/** The nodes of one kind, each with its text and the function whose argument it is. */
function nodes(expr: string, kind: string): { text: string; within: string }[] {
  const text = plain(expr);
  const found: { text: string; within: string }[] = [];
  parser.parse(text).iterate({
    enter: ({ node, name }) => {
      if (name === kind) {
        found.push({ text: text.slice(node.from, node.to), within: functionAround(node, text) });
      }
    },
  });
  return found;
}

function functionAround({ parent }: SyntaxNode, text: string): string {
  for (let node = parent; node; node = node.parent) {
    if (node.name === 'AggregateExpr') return '';
    const name = node.name === 'FunctionCall' ? node.getChild('FunctionIdentifier') : null;
    if (name) return text.slice(name.from, name.to);
  }
  return '';
}
