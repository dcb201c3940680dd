// A settings file that does not answer: told in time, asked once, and known when it answers at last.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readDockerEnv } from '../../src/config/docker-env.ts';
import { answersAgain, readInTime } from '../../src/config/files.ts';

/** A folder whose docker.env hangs whoever opens it, until somebody writes into it. */
function hangingStacks(): { stacks: string; file: string } {
  const stacks = mkdtempSync(join(tmpdir(), 'hanging-'));
  onTestFinished(() => rmSync(stacks, { recursive: true }));
  execFileSync('mkdir', [join(stacks, 'configuration')]);
  const file = join(stacks, 'configuration/docker.env');
  execFileSync('mkfifo', [file]);
  return { stacks, file };
}

describe('a settings file that hangs', () => {
  it('is given up in time, not asked a second time, and known when it answers', async () => {
    const { stacks, file } = hangingStacks();
    const { found, notes } = await readDockerEnv(stacks, (path) => readInTime(path, 50));
    expect(found).toBe(false);
    expect(notes).toMatchObject([{ level: 'warning', code: 'docker-env-hangs' }]);
    expect(notes[0]?.text).toContain('its file system does not answer');
    // At once: a minute would be too long for this test.
    await expect(readInTime(file, 60_000)).rejects.toMatchObject({ code: 'ETIMEDOUT' });

    let again = false;
    const answered = answersAgain().then(() => {
      again = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(again).toBe(false);
    await writeFile(file, 'A=1\n');
    await answered;
    rmSync(file);
    writeFileSync(file, 'A=2\n');
    expect(await readInTime(file)).toBe('A=2\n');
  });

  it('is no reason to wait where all answer', async () => {
    await answersAgain();
    await expect(readInTime('/nonexistent/docker.env')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readInTime('/proc')).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
