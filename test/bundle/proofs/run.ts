// Runs proofs through the real promtool: rule and test files in a folder of their own, many in one call.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observed } from '../../../src/bundle/observed.ts';
import { testFile } from '../../../src/bundle/proofs/files.ts';
import { type Said, testOf } from '../../../src/bundle/proofs/tests.ts';
import { alertingRule, recordingRule } from '../../../src/bundle/rules/groups.ts';
import { neededRecords } from '../../../src/bundle/rules/needed.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import type { Alert, Proof } from '../../../src/observe/index.ts';
import { pipeInto } from '../../peers/promtool.ts';

/** One call's worth: an alert as it is defined or changed, held against proofs. */
export interface Trial {
  readonly alert: Alert;
  readonly proofs: readonly Proof[];
}

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

const SETTINGS = defaultSettings(observed);

/** Texts are held by the generated tests; here only when an alert fires matters. */
const wordless: Said = () => ({});

/** In the order of the trials. */
export async function runTrials(trials: readonly Trial[]): Promise<Outcome[]> {
  const dir = mkdtempSync(join(tmpdir(), 'proofs-'));
  try {
    const files = trials.map((trial, i) => written(trial, dir, i));
    const { output } = await pipeInto('promtool', ['test', 'rules', ...files], '');
    return files.map((file) => outcomeOf(file, output));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function written({ alert, proofs }: Trial, dir: string, i: number): string {
  const records = neededRecords(alert, observed).map((rule) => recordingRule(rule, SETTINGS));
  const groups = [
    ...(records.length > 0 ? [{ name: 'recording', rules: records }] : []),
    { name: 'alerting', rules: [alertingRule(alert, SETTINGS, () => ({}))] },
  ];
  writeFileSync(join(dir, `rules-${i}.yml`), JSON.stringify({ groups }));
  const tests = proofs.map((proof) => testOf(proof, SETTINGS, wordless));
  const file = join(dir, `test-${i}.yml`);
  writeFileSync(
    file,
    JSON.stringify(testFile(tests, ['recording', 'alerting'], [`rules-${i}.yml`])),
  );
  return file;
}

/** What promtool says of one file: everything between its name and the next one's. */
function outcomeOf(file: string, output: string): Outcome {
  const start = output.indexOf(`Unit Testing:  ${file}`);
  if (start < 0) throw new Error(`promtool did not say anything of ${file}:\n${output}`);
  const next = output.indexOf('Unit Testing:', start + 1);
  const own = output.slice(start, next < 0 ? undefined : next);
  return { ok: /^\s*SUCCESS/m.test(own) && !/FAILED/.test(own), output: own };
}
