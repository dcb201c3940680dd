// The report as JSON for scripts: schema 1, to which keys may be added but none changed or taken away.
import type { Finding } from './finding.ts';
import type { Part } from './part.ts';
import type { Report } from './report.ts';
import type { TargetReport } from './target.ts';

/** One document, ending in a newline. What is not known has no key. */
export function reportAsJson(report: Report, exitCode: number): string {
  const { at, version, verdict, summary, counts, findings, targets } = report;
  const document = {
    schema: 1,
    version,
    at: new Date(at).toISOString(),
    verdict,
    summary,
    exit_code: exitCode,
    counts,
    findings: findings.map(finding),
    targets: targets.map(target),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function finding({ level, code, target: name, component, text, detail, remedy }: Finding) {
  return {
    level,
    code,
    target: name,
    component,
    text,
    detail: detail || undefined,
    remedy: remedy && {
      text: remedy.text,
      lines: remedy.lines,
      caution: remedy.caution,
    },
  };
}

function target({ name, verdict, seconds, dockerEnv, parts }: TargetReport) {
  return {
    name,
    verdict,
    scrape_seconds: rounded(seconds),
    docker_env: dockerEnv,
    components: parts.map(component),
  };
}

function component(part: Part) {
  const { state, address, found, seconds, series, reason, why, detail } = part;
  const asked = state !== 'absent';
  return {
    name: part.component.name,
    state,
    address,
    collect_seconds: asked ? rounded(seconds) : undefined,
    latency_seconds: part.latency === undefined ? undefined : rounded(part.latency),
    series: asked ? series : undefined,
    reason,
    why,
    detail,
    found: found.map(({ setting, kind, where }) => ({ setting, source: kind, where })),
  };
}

const rounded = (seconds: number) => Math.round(seconds * 1e6) / 1e6;
