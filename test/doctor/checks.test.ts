// Each thing that doctor looks for, with components that do as the test says.
import { describe, expect, it } from 'vitest';
import { gauge } from '../../src/metrics/index.ts';
import type { Component, ScrapeContext } from '../../src/scrape/component.ts';
import { REASONS, ScrapeError } from '../../src/scrape/errors.ts';
import { Secret } from '../../src/scrape/secret.ts';
import { examine, type Fake, fake, STACKS } from './support.ts';

const UP = gauge({ name: 'appsmith_up', help: 'Up.', source: 'test' });
const STATE = gauge({
  name: 'appsmith_process_state',
  help: 'State.',
  source: 'test',
  labels: ['process', 'state'],
});

/** A backend that says how Appsmith is, and then fails if it is to. */
function backend(up: boolean, more: Fake & { error?: Error } = {}): Component {
  const collect = async ({ samples, answered }: ScrapeContext) => {
    answered();
    samples.set(UP, up);
    if (more.error) throw more.error;
  };
  return fake('backend', { title: 'Backend', collect, ...more });
}

const failing = (name: string, error: Error, more: Fake = {}) =>
  fake(name, { ...more, collect: async () => Promise.reject(error) });

const refused = () => new ScrapeError('refused', 'connect ECONNREFUSED');

function supervisord(states: Record<string, string>): Component {
  return fake('supervisord', {
    collect: async ({ answered, samples }) => {
      answered();
      for (const [process, state] of Object.entries(states)) {
        for (const one of ['RUNNING', 'FATAL', 'STOPPED', 'STARTING']) {
          samples.set(STATE, one === state, { process, state: one });
        }
      }
    },
  });
}

describe('a part that cannot be read', () => {
  it.each(REASONS)('%s has words and one thing to do', async (reason) => {
    for (const address of ['mongodb://127.0.0.1:27017/appsmith', 'mongodb://db.example/appsmith']) {
      const store = failing('mongodb', new ScrapeError(reason, 'what it said'), { address });
      const { findings } = await examine([backend(true), store]);
      const finding = findings.find(({ component }) => component === 'mongodb');
      expect(finding?.level).toBe('error');
      expect(finding?.code).toBe(`mongodb-${reason.replaceAll('_', '-')}`);
      expect(finding?.remedy?.text).toMatch(/\w+ \w+/);
      expect(JSON.stringify(finding)).not.toMatch(/undefined|""|\[null/);
    }
  });

  it('is explained by what supervisord says', async () => {
    const store = failing('redis', refused(), { address: 'redis://127.0.0.1:6379' });
    const { text } = await examine([backend(true), store, supervisord({ redis: 'FATAL' })]);
    expect(text).toContain('supervisord says that its program is FATAL');
    expect(text).toContain('docker exec appsmith supervisorctl start redis');
  });

  it('may only need patience', async () => {
    const store = failing('redis', refused(), { address: 'redis://127.0.0.1:6379' });
    const { text } = await examine([backend(true), store, supervisord({ redis: 'STARTING' })]);
    expect(text).toContain('Its program runs but does not listen yet');
    expect(text).not.toContain('supervisorctl start');
  });

  it('is the way in: who answers there, or what is ill behind it', async () => {
    const error = new ScrapeError(
      'unhealthy',
      'the front door shows a page that is not Appsmith’s',
    );
    const door = failing('edge', error, { title: 'Front door', address: 'http://127.0.0.1' });
    const alone = await examine([backend(true), door]);
    expect(alone.text).toContain('curl -si http://127.0.0.1/api/v1/health');
    const ill = new ScrapeError('unhealthy', 'HTTP 500');
    const { text } = await examine([backend(false, { error: ill }), door]);
    expect(text).toContain('Mend Backend first');
  });

  it('comes behind the store that it is unwell for', async () => {
    const ill = new ScrapeError('unhealthy', 'HTTP 500');
    const store = failing('mongodb', refused(), { title: 'MongoDB' });
    const { codes, text } = await examine([backend(false, { error: ill }), store]);
    expect(codes.slice(0, 2)).toEqual(['error mongodb-refused', 'error backend-unhealthy']);
    expect(text).toContain('Mend MongoDB first');
  });

  it('is the actuator alone where the backend is healthy', async () => {
    const { codes, text } = await examine([
      backend(true, { error: new ScrapeError('truncated', 'broke off') }),
    ]);
    expect(codes).toContain('warning actuator-truncated');
    expect(text).toContain('The backend is healthy, but its actuator');
  });

  it('answers in part', async () => {
    const git = fake('redis', {
      title: 'Redis',
      collect: async ({ answered }) => {
        answered();
        throw new ScrapeError('refused', 'git: connect ECONNREFUSED');
      },
    });
    const { text, report } = await examine([backend(true), git]);
    expect(text).toMatch(/^UNWELL {2}Redis/m);
    expect(text).toContain('Redis answers in part, but refuses the connection');
    expect(report.verdict).toBe('degraded');
  });
});

describe('everything on loopback refuses', () => {
  const near = (name: string) => failing(name, refused(), { address: `http://127.0.0.1/${name}` });

  it('is one finding, with the command that joins the network', async () => {
    const { codes, text, report } = await examine([near('backend'), near('rts'), near('redis')]);
    expect(codes.filter((code) => code.startsWith('error'))).toEqual(['error cut-off']);
    expect(text).toContain('nsenter --net');
    expect(report.verdict).toBe('unknown');
  });

  it('does not hide what fails elsewhere', async () => {
    const far = failing('mongodb', new ScrapeError('tls', 'self-signed'));
    const { codes } = await examine([near('backend'), near('rts'), far]);
    expect(codes.slice(0, 2)).toEqual(['error cut-off', 'error mongodb-tls']);
  });

  it('is not concluded from one part, or where another answers', async () => {
    expect((await examine([near('backend')])).codes).toContain('error backend-refused');
    const other = fake('rts', { address: 'http://127.0.0.1/rts' });
    expect((await examine([near('backend'), other])).codes).toContain('error backend-refused');
  });
});

describe('programs', () => {
  it('names those that are not kept running', async () => {
    const { codes, text } = await examine([
      backend(true),
      supervisord({ editor: 'FATAL', cron: 'STOPPED', rts: 'RUNNING', mcp: 'STARTING' }),
    ]);
    expect(codes.filter((code) => code.includes('program'))).toEqual([
      'error program-not-running',
      'warning program-not-running',
    ]);
    expect(text).toContain('supervisord does not keep editor running: it is FATAL');
    expect(text).toContain('supervisorctl start cron');
  });
});

describe('docker.env', () => {
  const absent = fake('redis', { title: 'Redis', absent: 'no URL is set', hint: 'set REDIS' });

  it('is missed, and what is absent for it is not told again', async () => {
    const { codes } = await examine([backend(true), absent]);
    expect(codes.join()).toContain('docker-env-missing');
    expect(codes.join()).not.toContain('component-absent');
  });

  it('is there: then what is absent says what to set', async () => {
    const { codes, text } = await examine([backend(true), absent], {
      files: { [STACKS]: 'APPSMITH_DISABLE_TELEMETRY=true\n' },
    });
    expect(codes).toContain('info component-absent');
    expect(text).toContain(`settings: ${STACKS}`);
    expect(text).toMatch(/Redis is not watched: no URL is set\.\n +→ Set REDIS\./);
  });

  it('cannot be read', async () => {
    const { codes } = await examine(
      [
        backend(true),
        fake('supervisord', { absent: 'its password is not known', hint: 'set one' }),
      ],
      { files: { [STACKS]: 'A=b\n'.repeat(400_000) } },
    );
    expect(codes.join()).toContain('docker-env-unreadable');
  });

  it('does not know supervisord’s password', async () => {
    const witness = fake('supervisord', { absent: 'its password is not known', hint: 'set one' });
    const { codes, text } = await examine([backend(true), witness], { files: { [STACKS]: '' } });
    expect(codes).toContain('warning supervisor-password-unknown');
    expect(text).toContain('APPSMITH_SUPERVISOR_PASSWORD=<a long random one>');
  });
});

describe('the internal password', () => {
  const settings = [
    {
      key: 'internal_password',
      kind: 'secret' as const,
      help: 'Password.',
      appsmith: ['APPSMITH_INTERNAL_PASSWORD'],
    },
  ];
  const of = async (line: string, more: Fake = {}) =>
    examine([backend(true, { settings, ...more })], { files: { [STACKS]: line } });

  it('is not set', async () => {
    const { codes, text } = await of('');
    expect(codes).toEqual(['warning internal-password-unset']);
    expect(text).toContain('APPSMITH_INTERNAL_PASSWORD=<a long random one>');
  });

  it('is empty, and where', async () => {
    const { text } = await of('\nAPPSMITH_INTERNAL_PASSWORD=\n');
    expect(text).toContain('docker.env line 2, APPSMITH_INTERNAL_PASSWORD is empty');
  });

  it('is set', async () => {
    const { codes, text } = await of('APPSMITH_INTERNAL_PASSWORD=only-for-appsmith\n');
    expect(codes).toEqual([]);
    expect(text).toContain('password from docker.env line 1');
    expect(text).not.toContain('only-for-appsmith');
  });

  it('is not told again where the backend said what comes of it', async () => {
    const collect = async ({ answered, note, samples }: ScrapeContext) => {
      answered();
      samples.set(UP, 1);
      note({ level: 'info', code: 'actuator-password-missing', text: 'shut', remedy: 'set:\nX=1' });
    };
    expect((await of('', { collect })).codes).toEqual(['warning actuator-password-missing']);
  });
});

describe('clocks', () => {
  const skewed = (name: string, ms: number, precision?: number) =>
    fake(name, {
      title: name.toUpperCase(),
      examine: async ({ clock }) => clock(Date.now() + ms, Date.now(), precision),
    });

  it.each([
    [0, false],
    [4000, false],
    [-4000, false],
    [60_000, true],
    [-60_000, true],
  ])('%i ms off: %s', async (ms, warns) => {
    const { codes } = await examine([backend(true), skewed('store', ms)]);
    expect(codes.includes('warning clocks-differ')).toBe(warns);
  });

  it('leaves open what the measurement leaves open', async () => {
    const { codes } = await examine([backend(true), skewed('store', -6000, 2000)]);
    expect(codes.join()).not.toContain('clocks');
  });

  it('suspects ours where all others differ', async () => {
    const { codes, text } = await examine([
      backend(true),
      skewed('mongodb', 60_000),
      skewed('redis', 61_000),
    ]);
    expect(text).toMatch(/MONGODB’s clock is 60 s ahead of the exporter’s; REDIS’s clock/);
    expect(text).toContain('Synchronise the clock of the machine that the exporter runs on');
    expect(codes.filter((code) => code.includes('clocks'))).toHaveLength(1);
  });
});

describe('the examination', () => {
  it('is asked of parts that answer, and of no others', async () => {
    const asked: string[] = [];
    const asking = (name: string, more: Fake = {}) =>
      fake(name, { ...more, examine: async () => void asked.push(name) });
    await examine([
      backend(true),
      asking('one'),
      asking('two', { collect: async () => Promise.reject(refused()) }),
      asking('three', { absent: 'switched off' }),
    ]);
    expect(asked).toEqual(['one']);
  });

  it('ends in time, and one that hangs or fails costs the others nothing', async () => {
    let ended = false;
    const started = performance.now();
    const { codes } = await examine(
      [
        backend(true),
        fake('hangs', {
          examine: ({ signal }) =>
            new Promise(() => signal.addEventListener('abort', () => (ended = true))),
        }),
        fake('fails', { examine: async () => Promise.reject(new Error('no')) }),
        fake('tells', {
          examine: async ({ note }) => note({ level: 'warning', code: 'told', text: 'told' }),
        }),
      ],
      { examineMs: 100 },
    );
    expect(codes).toContain('warning told');
    expect(ended).toBe(true);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('lets a scrape that hangs end in time', async () => {
    const { codes } = await examine(
      [backend(true), fake('rts', { collect: () => new Promise(() => {}) })],
      { scrapeMs: 100 },
    );
    expect(codes).toContain('error rts-timeout');
  });
});

describe('what upstreams say', () => {
  it('cannot steer the terminal', async () => {
    const nasty = 'a\u001b[2J\u001b]0;title\u0007b\rc\nd\u202Ee\u009b1m';
    const { text } = await examine([
      backend(true),
      failing('rts', new ScrapeError('protocol', nasty)),
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are not there is the point
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('shows no secret of any setting', async () => {
    const settings = [
      { key: 'url', kind: 'secret-url' as const, help: 'Where.', env: 'TEST_DB_URL' },
      { key: 'password', kind: 'secret' as const, help: 'Password.', env: 'TEST_PASSWORD' },
    ];
    const store = fake('mongodb', {
      settings,
      collect: async () => {
        throw new ScrapeError('unauthorized', `refused ${new Secret('s3cr3t-value')}`);
      },
    });
    const { text, report } = await examine([backend(true), store], {
      env: { TEST_DB_URL: 'mongodb://u:p4ssw0rd-of-url@h/db', TEST_PASSWORD: 'p4ssw0rd-alone' },
    });
    expect(text).toContain('from TEST_PASSWORD');
    expect(text + JSON.stringify(report.findings)).not.toMatch(/p4ssw0rd|s3cr3t/);
  });
});
