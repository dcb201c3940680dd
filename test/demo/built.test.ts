// The built program: the demo as a person starts it, in a process of its own.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
let out = '';

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'appsmith-exporter-built-'));
  await run(process.execPath, ['scripts/build.mjs', join(out, 'dist')]);
});

afterAll(() => rm(out, { recursive: true, force: true }));

describe('main.js demo --once', () => {
  it.each(['open', 'closed'])('ends with 0 and everything up, actuator %s', async (actuator) => {
    const argv = [join(out, 'dist/main.js'), 'demo', '--once', '--actuator', actuator];
    const { stdout } = await run(process.execPath, argv, { maxBuffer: 1 << 24 });
    expect(stdout).toMatch(/^appsmith_up 1$/m);
    const down = stdout.split('\n').filter((line) => /^appsmith_component_up\{.*\} 0$/.test(line));
    expect(down).toEqual([]);
  });
});
