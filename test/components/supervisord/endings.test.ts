// How programs that run again had ended, in the words of supervisord's log.
import { describe, expect, it } from 'vitest';
import { endingOf } from '../../../src/components/supervisord/failure/supervisor-log.ts';

const at = (line: string) => `2026-11-21 10:00:00,123 ${line}`;

describe('supervisord’s log', () => {
  it.each([
    ['WARN exited: rts (terminated by SIGKILL; not expected)', 'killed'],
    ['WARN exited: rts (terminated by SIGTERM; not expected)', 'killed'],
    ['WARN exited: rts (terminated by SIGSEGV (core dumped); not expected)', 'crashed'],
    ['INFO exited: rts (terminated by SIGABRT; not expected)', 'crashed'],
    ['WARN exited: rts (exit status 1; not expected)', 'unsaid'],
    ['INFO exited: rts (exit status 0; expected)', 'unsaid'],
    ['WARN exited: rts (exit status 127; not expected)', 'missing_file'],
    ['WARN exited: rts (exit status 62; not expected)', 'unsaid'],
    ['WARN stopped: rts (terminated by SIGTERM)', 'stopped'],
    ['WARN exited: rts-2 (terminated by SIGKILL; not expected)', undefined],
    ["INFO spawned: 'rts' with pid 12", undefined],
    ['', undefined],
  ])('%s', (line, wanted) => {
    expect(endingOf('rts', `${at("INFO spawned: 'rts' with pid 7")}\n${at(line)}\n`)).toBe(wanted);
  });

  it.each([
    [62, 'data_version'],
    [48, 'port_in_use'],
    [14, 'unsaid'],
  ])('knows the status %d of mongod', (status, wanted) => {
    expect(
      endingOf('mongodb', at(`WARN exited: mongodb (exit status ${status}; not expected)`)),
    ).toBe(wanted);
  });

  it('is believed at its end', () => {
    const lines = [
      'WARN exited: rts (terminated by SIGKILL; not expected)',
      'WARN exited: backend (terminated by SIGSEGV; not expected)',
      'WARN stopped: rts (terminated by SIGTERM)',
    ];
    expect(endingOf('rts', lines.map(at).join('\n'))).toBe('stopped');
  });
});
