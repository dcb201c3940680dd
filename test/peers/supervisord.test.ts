// Proves the supervisord starter: every state, the password, the end of its programs.
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpStatus } from './process.ts';
import { needSupervisord, startSupervisord } from './supervisord.ts';

describe.runIf(needSupervisord())('supervisord starter', () => {
  it('brings programs into every state and takes them along when it stops', async () => {
    const supervisord = await startSupervisord({
      programs: {
        backend: 'RUNNING',
        rts: 'STARTING',
        mongodb: 'FATAL',
        redis: 'BACKOFF',
        cron: 'EXITED',
        mcp: 'STOPPED',
      },
      password: '50% of "all" p@ss',
    });
    onTestFinished(supervisord.stop);
    const info = await supervisord.call('supervisor.getAllProcessInfo');
    expect(info).toMatch(/<name>exitstatus<\/name>\s*<value><int>3<\/int>/);
    expect(await supervisord.call('supervisor.getProcessInfo', 'mongodb')).toContain('FATAL');
    expect(await httpStatus(`${supervisord.url}/RPC2`)).toBe(401);
    const pid = Number(/<name>pid<\/name>\s*<value><int>([1-9]\d*)/.exec(info)?.[1]);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await supervisord.stop();
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
