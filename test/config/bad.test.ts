// One file for each mistake beside the message that it gets; `UPDATE_GOLDEN=1` writes the messages anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/index.ts';
import { mongo, rtsLike } from './support.ts';

const folder = fileURLToPath(new URL('../fixtures/config/bad/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));

describe('a bad configuration file', () => {
  it('is there for every test', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('%s gets its message', async (name) => {
    const path = `${folder}${name}`;
    const loading = loadConfig({
      argv: [`--config.file=${path}`],
      env: {},
      components: [mongo, rtsLike],
    });
    const error = await loading.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    const { message, problems } = error as ConfigError;
    expect(message.split('\n')).toHaveLength(problems.length);
    expect(message + JSON.stringify(problems)).not.toContain('hunter2');
    for (const { problem } of problems) expect(problem).not.toBe('');
    const golden = path.replace(/yml$/, 'golden');
    const shown = `${message.replaceAll(folder, '')}\n`;
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, shown);
    expect(shown).toBe(readFileSync(golden, 'utf8'));
  });
});
