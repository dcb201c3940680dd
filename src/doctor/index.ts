// The room's front door: examine targets, put the report together, write it.
export type { Finding, Level } from './finding.ts';
export { reportAsJson } from './json.ts';
export { pageFor, wantsColours } from './page.ts';
export { brokenConfiguration, type Report, reportOf } from './report.ts';
export { examineTarget, type TargetReport, type Verdict } from './target.ts';
export { reportAsText } from './text.ts';
