// docs/options.md: every declared option has its row.
import { describe, expect, it } from 'vitest';
import { optionsPage } from '../../src/config/index.ts';
import { mongo, rtsLike } from './support.ts';

describe('optionsPage', () => {
  const page = optionsPage([mongo, rtsLike]);
  const row = (key: string) => page.split('\n').find((line) => line.startsWith(`| \`${key}\``));

  it('has a section for each component', () => {
    expect(page.match(/^## .*/gm)).toEqual([
      '## The exporter',
      '## Where Appsmith’s files are',
      '## MongoDB',
      '## RTS',
    ]);
  });

  it('tells all there is to know of an option', () => {
    expect(row('mongodb.timeout')).toBe(
      '| `mongodb.timeout` | `APPSMITH_EXPORTER_MONGODB_TIMEOUT` | `--mongodb.timeout` | `APPSMITH_T` | `6s` | How long to wait. From 0.5s to 30s. |',
    );
    expect(row('rts.enabled')).toContain('`--[no-]collector.rts`');
  });

  it('shows no flag for a secret', () => {
    expect(row('mongodb.url')).toContain('*secret* | `APPSMITH_EXPORTER_MONGODB_URL` |  |');
  });

  it('is the same at every call', () => expect(optionsPage([mongo, rtsLike])).toBe(page));
});
