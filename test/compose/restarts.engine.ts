// Appsmith's container goes and comes in every way an engine knows: the exporter is back by itself, in the new network.
import { execSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker, eventually, needEngine } from './support/engine.ts';
import { Project } from './support/project.ts';

/** How often each case is played. */
const ROUNDS = Number(process.env.COMPOSE_TEST_ROUNDS ?? 1);
/** Restarts the engine itself, e.g. `sudo systemctl restart docker`; without it that case is left out. */
const RESTART_ENGINE = process.env.COMPOSE_TEST_ENGINE_RESTART ?? '';
const WITHIN_S = 60;
/** What the embedded Appsmith has behind it when it begins. */
const WARM_UP_S = 5;

const project = new Project();

/** What is done to Appsmith's container; resolves once it is asked to run again. */
const CASES: Readonly<Record<string, () => Promise<unknown>>> = {
  'docker restart': async () => docker(['restart', '--time', '5', await appsmith()]),
  'docker kill, docker start': async () => {
    await docker(['kill', await appsmith()]);
    await docker(['start', await appsmith()]);
  },
  'docker stop, half a minute, docker start': async () => {
    await docker(['stop', '--time', '5', await appsmith()]);
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    await docker(['start', await appsmith()]);
  },
  'a crash loop': () => crash(4, 1500),
  // Long enough to look like a start that succeeded, too short for the engine to forget its pauses.
  'a crash loop of lives of six seconds': () => crash(6, 6000),
  'up --force-recreate with both files': () => project.compose('up', '-d', '--force-recreate'),
};

const appsmith = () => project.id('appsmith');

/** Kills Appsmith's first process over and over, each time that it has lived for so long. */
async function crash(times: number, livesMs: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const pid = await eventually('Appsmith runs', 60, async () => {
      const { State } = await project.container('appsmith');
      return State.Running && State.Pid > 0 ? State.Pid : undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, livesMs));
    process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Seconds from Appsmith's new start until Prometheus has a scrape of it through the exporter. */
async function back(): Promise<number> {
  const { State } = await eventually('Appsmith runs', 60, async () => {
    const one = await project.container('appsmith');
    return one.State.Running ? one : undefined;
  });
  const started = Date.parse(State.StartedAt) / 1000;
  // Scraped after the start, and with everything in it: what is known from before does not count.
  const fresh = `(up{job="appsmith"} == 1) and (timestamp(up{job="appsmith"}) > ${started}) and on () (count(timestamp(appsmith_component_up) > ${started} and appsmith_component_up == 1) >= 5)`;
  const limit = WITHIN_S - (Date.now() / 1000 - started);
  await project.until(fresh, (found) => found.length === 1, limit);
  return Date.now() / 1000 - started;
}

async function nothingStale(): Promise<void> {
  const { State } = await project.container('appsmith');
  const exporter = await project.container('appsmith-exporter');
  const network = (pid: number) => readlinkSync(`/proc/${pid}/ns/net`);
  expect(network(exporter.State.Pid)).toBe(network(State.Pid));
  const doubled = await project.query('count by (component) (appsmith_component_up) > 1');
  expect(doubled).toEqual([]);
  // The backend that is scraped is the one that runs now.
  const [uptime] = await project.until('process_uptime_seconds', (found) => found.length === 1);
  const age = Date.now() / 1000 - Date.parse(State.StartedAt) / 1000;
  expect(Number(uptime?.value[1])).toBeLessThan(age + WARM_UP_S + 3);
}

describe.runIf(needEngine())('when Appsmith’s container goes and comes', () => {
  beforeAll(async () => {
    await project.compose('up', '-d');
    await back();
  });

  afterAll(async () => {
    if (!process.env.COMPOSE_TEST_KEEP) await project.remove();
  });

  for (const [name, happen] of Object.entries(CASES)) {
    it(`${name}: the exporter is back within ${WITHIN_S} s`, {
      timeout: 300_000 * ROUNDS,
    }, async () => {
      const seconds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await happen();
        seconds.push(await back());
        await nothingStale();
      }
      process.stdout.write(`  ${name}: ${seconds.map((one) => one.toFixed(1)).join(', ')} s\n`);
    });
  }

  it.skipIf(RESTART_ENGINE === '')(
    `a restart of the engine: the exporter is back within ${WITHIN_S} s`,
    { timeout: 300_000 * ROUNDS },
    async () => {
      const seconds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        execSync(RESTART_ENGINE, { stdio: 'ignore', timeout: 120_000 });
        seconds.push(await back());
        await nothingStale();
      }
      process.stdout.write(
        `  engine restart: ${seconds.map((one) => one.toFixed(1)).join(', ')} s\n`,
      );
    },
  );

  it('re-created without the add-on’s file: the log says what happened and what to do; both files mend it', async () => {
    const before = (await project.logs('appsmith-exporter')).length;
    await project.alone('up', '-d');
    const log = await eventually('the log says so', 60, async () => {
      const text = (await project.logs('appsmith-exporter')).slice(before);
      return text.includes('cut off') ? text : undefined;
    });
    expect(log).toMatch(/docker compose up -d.*both files.*COMPOSE_FILE/);
    // Nothing of the old container is shown as if it were of now.
    await project.until('up{job="appsmith"} == 0', (found) => found.length === 1);
    expect(await project.query('appsmith_up')).toEqual([]);
    await project.compose('up', '-d');
    await back();
    await nothingStale();
  });
});
