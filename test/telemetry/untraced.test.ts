// Who does not ask for traces loads nothing of OpenTelemetry; who asks without having it is told how to get it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { refusedUrl } from '../support/http.ts';
import { build, type Dist, start } from './bin.ts';

let without: Dist;
let beside: Dist;
beforeAll(async () => {
  [without, beside] = await Promise.all([build(false), build(true)]);
});
afterAll(() => {
  without.remove();
  beside.remove();
});

/** Everything that is asked refuses. */
async function nobodyThere(): Promise<Record<string, string>> {
  const url = await refusedUrl();
  return {
    APPSMITH_EXPORTER_STACKS_DIR: tmpdir(),
    APPSMITH_EXPORTER_BACKEND_URL: url,
    APPSMITH_EXPORTER_PUBLIC_URL: url,
    APPSMITH_EXPORTER_RTS_URL: url,
    APPSMITH_EXPORTER_SUPERVISOR_URL: url,
  };
}

/** What is loaded, which V8 lists when the process ends. */
async function loaded(env: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-loaded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const all = { ...(await nobodyThere()), ...env, NODE_V8_COVERAGE: folder };
  const exporter = await start(beside.bin, all, { look: false });
  await exporter.scrape();
  expect((await exporter.stop()).code).toBe(0);
  return readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url);
  });
}

const OF_TRACES = /@opentelemetry|\/traces-/;

describe('without OTEL variables', () => {
  it('loads no file of OpenTelemetry', async () => {
    const files = await loaded({});
    expect(files.some((file) => file.endsWith('/dist/main.js'))).toBe(true);
    expect(files.filter((file) => OF_TRACES.test(file))).toEqual([]);
  });

  it('loads none either where tracing is switched off', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: await refusedUrl(), OTEL_SDK_DISABLED: 'true' };
    expect((await loaded(env)).filter((file) => OF_TRACES.test(file))).toEqual([]);
  });

  it('would see it if it were', async () => {
    const files = await loaded({ OTEL_TRACES_EXPORTER: 'console' });
    expect(files.some((file) => file.includes('@opentelemetry/sdk-node'))).toBe(true);
  });

  it('serves where the packages are not installed', async () => {
    const exporter = await start(without.bin, await nobodyThere(), { look: false });
    expect(await exporter.scrape()).toMatch(/^appsmith_up 0$/m);
    expect(exporter.log()).not.toMatch(/OTEL|OpenTelemetry/);
  });
});

describe('OTEL variables where the packages are not installed', () => {
  it('give one line that says what to run, and metrics all the same', async () => {
    const env = { ...(await nobodyThere()), OTEL_TRACES_EXPORTER: 'otlp' };
    const exporter = await start(without.bin, env, { look: false });
    expect(await exporter.scrape()).toMatch(/^appsmith_up 0$/m);
    const lines = exporter.log().split('\n');
    expect(lines.filter((line) => /OTEL|OpenTelemetry/i.test(line))).toEqual([
      expect.stringMatching(
        /level=warn msg="OTEL_\* variables ask for traces, but OpenTelemetry is not installed; there are no traces" remedy="run: npm install @opentelemetry\/sdk-node@\d/,
      ),
    ]);
    expect((await exporter.stop()).code).toBe(0);
  });
});
