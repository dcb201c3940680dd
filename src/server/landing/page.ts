// The landing page as HTML: one self-contained document without scripts.
import type { Note } from '../../scrape/component.ts';
import { type Html, html, Html as Raw } from './html.ts';
import { STYLE } from './style.ts';
import type { Row, State, Verdict, View } from './view.ts';

/** What the page says beside one target's state. */
export interface Frame {
  /** Names of all targets, the default one first. */
  readonly targets: readonly string[];
  readonly version: string;
  readonly revision: string;
  /** For people: how long the exporter has been running. */
  readonly uptime: string;
  /** `host:port` under which the reader came here; Prometheus may need another name. */
  readonly host: string;
  /** Seconds between reloads, if the reader asked for them. */
  readonly refresh?: number | undefined;
}

const COLOURS: Readonly<Record<Verdict, string>> = {
  up: '#1a7f37',
  degraded: '#bf8700',
  down: '#c4242f',
  unknown: '#6b7580',
};
const STATE_WORDS: Readonly<Record<State, string>> = {
  up: 'up',
  unwell: 'unwell',
  down: 'down',
  absent: 'absent',
};
/** Shapes beside the colours, for those who do not tell the colours apart. */
const GLYPHS: Readonly<Record<Verdict, string>> = {
  up: 'M5 12.5l4.5 4.5L19 7.5',
  degraded: 'M12 6v7.5M12 17.5v.01',
  down: 'M7 7l10 10M17 7L7 17',
  unknown: 'M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2M12 17.6v.01',
};

/** The whole document. */
export function page(view: View, frame: Frame): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${frame.refresh !== undefined && html`<meta http-equiv="refresh" content="${frame.refresh}">\n`}<title>${view.headline}</title>
<link rel="icon" href="${icon(view.verdict)}">
<style>${new Raw(STYLE)}</style>
</head>
<body>
<main>
${verdict(view)}
${about(view.notes, 'warning')}
<ul class="list card" aria-label="Parts of this deployment">${view.rows.map(row)}</ul>
${absent(view.absent)}
${about(view.notes, 'info')}
${frame.targets.length > 1 && targets(view.target, frame.targets)}
${howTo(frame)}
</main>
${footer(view.target, frame)}
</body>
</html>
`.text;
}

function verdict({ verdict, headline, summary }: View): Html {
  return html`<header class="verdict">
<div class="orb ${verdict}" aria-hidden="true"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"><path d="${GLYPHS[verdict]}"/></svg></div>
<div><h1>${headline}</h1><p class="soft">${summary}</p></div>
</header>`;
}

function row(part: Row): Html {
  const { name, state, title, address, latency, series } = part;
  return html`
<li class="row" data-component="${name}" data-state="${state}">
<span class="pill ${state}">${STATE_WORDS[state]}</span>
<span class="title">${title}</span>
<span class="mono">${address}</span>
<span class="figures">${state !== 'down' && series && `${series} · `}${latency}</span>
${says(part)}</li>`;
}

function says({ state, why, detail, hint, notes }: Row): Html | undefined {
  if (!why && !hint && notes.length === 0) return undefined;
  return html`<div class="says">
${why && html`<p${state === 'absent' ? html` class="note"` : undefined}>${sentence(why)}</p>`}
${detail && html`<p class="mono">${detail}</p>`}
${hint && remedy(hint)}
${notes.map(note)}
</div>`;
}

function note({ level, text, remedy: what }: Note): Html {
  const label = level === 'warning' ? html`<b>Warning:</b>` : html`<b class="info">Note:</b>`;
  return html`<p class="note">${label} ${sentence(text)}</p>${what && remedy(what)}`;
}

/** What the configuration has to say: warnings before the parts, the rest behind them. */
function about(notes: readonly Note[], level: Note['level']): Html | undefined {
  const chosen = notes.filter((one) => one.level === level);
  if (chosen.length === 0) return undefined;
  return html`<div class="about ${level}">${chosen.map((one) => html`<div>${note(one)}</div>`)}</div>`;
}

/** A remedy's first line is a sentence unless it is a setting; what follows is to be copied as it is. */
function remedy(text: string): Html {
  const [first = '', ...rest] = text.split('\n');
  if (/^[A-Z][A-Z0-9_]*=/.test(first)) return html`<pre tabindex="0">${text}</pre>`;
  const lines = rest.join('\n');
  return html`<p>${coded(sentence(first))}</p>${lines && html`<pre tabindex="0">${lines}</pre>`}`;
}

/** Names of variables stand out. */
function coded(text: string): Html {
  const parts = text.split(/(\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)/);
  return html`${parts.map((part, i) => (i % 2 ? html`<code>${part}</code>` : part))}`;
}

function sentence(text: string): string {
  // A path or a setting keeps its spelling.
  const start = text.replace(/^[a-z](?=[a-z\u2019]* )/, (letter) => letter.toUpperCase());
  return /[.:!?]$/.test(start) ? start : `${start}.`;
}

function absent(rows: readonly Row[]): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<details><summary>${rows.length} ${rows.length === 1 ? 'part is' : 'parts are'} not in this deployment, or not set up</summary>
<ul class="list card" aria-label="Absent parts">${rows.map(row)}</ul></details>`;
}

function targets(current: string, names: readonly string[]): Html {
  const item = (name: string) => {
    const query = encodeURIComponent(name);
    const link = html`<a href="/?target=${query}">${name}</a>`;
    return html`<li>${name === current ? html`<b aria-current="page">${name}</b>` : link} <a class="soft" href="/probe?target=${query}">metrics</a></li>`;
  };
  return html`<h2>Targets</h2><ul class="targets">${names.map(item)}</ul>`;
}

function howTo({ host, targets: names }: Frame): Html {
  return html`<h2>Add it to Prometheus</h2>
<div class="how"><pre tabindex="0">scrape_configs:
  - job_name: appsmith
${names.length > 1 ? fleetJob(host, names) : `    static_configs:\n      - targets: ['${host}']`}</pre>
<p class="soft">Prometheus must be able to reach <code>${host}</code>. The metrics are at <a href="/metrics">/metrics</a>.</p></div>`;
}

/** Names become the `target` parameter and the `instance` label; the address is the exporter's. */
function fleetJob(host: string, names: readonly string[]): string {
  return `    metrics_path: /probe
    static_configs:
      - targets: [${names.map((name) => JSON.stringify(name)).join(', ')}]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__address__], target_label: instance }
      - { target_label: __address__, replacement: '${host}' }`;
}

function footer(
  target: string,
  { targets: names, version, revision, uptime, refresh }: Frame,
): Html {
  const here = target === names[0] ? '' : `target=${encodeURIComponent(target)}&`;
  const reload = html`<a href="?${here}refresh=15">reload every 15 s</a>`;
  return html`<footer>
<span>appsmith-exporter ${version}${revision !== 'unknown' && ` (${revision})`}</span>
<span>running for ${uptime}</span>
<a href="/-/healthy">health</a>
${refresh === undefined ? reload : html`<a href="/?${here}">stop reloading</a>`}
</footer>`;
}

/** A dot in the verdict's colour for the browser's tab. */
function icon(verdict: Verdict): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${COLOURS[verdict]}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
