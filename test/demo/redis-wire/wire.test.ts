// The Redis stand-in held against a real Redis: the same conversation, the same shapes, the same fields of INFO.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  CUT,
  defaultInfo,
  HANG,
  infoSections,
  mergeInfo,
  type RedisWireOptions,
  startRedisWire,
} from '../../../src/demo/redis-wire/index.ts';
import { RequestReader } from '../../../src/demo/redis-wire/resp.ts';
import { conversation, request, shapeOf } from '../../components/redis/conversation.ts';
import { needRedis, type Redis, startRedis, startSentinel } from '../../peers/redis.ts';

async function wire(options?: RedisWireOptions) {
  const server = await startRedisWire(options);
  onTestFinished(server.stop);
  return server;
}

const TALK = [
  ['PING'],
  ['PING', 'hello'],
  ['CLIENT', 'SETNAME', 'test'],
  ['CLIENT', 'GETNAME'],
  ['CLIENT', 'NONSENSE'],
  ['CONFIG', 'GET', 'maxclients'],
  ['CONFIG', 'GET', 'nothing-of-the-kind'],
  ['SLOWLOG', 'LEN'],
  ['SLOWLOG', 'GET', '1'],
  ['LATENCY', 'LATEST'],
  ['CLUSTER', 'INFO'],
  ['SENTINEL', 'MASTERS'],
  ['NONSENSE', 'a', 'b'],
  ['SELECT', '1'],
  ['SELECT', '99'],
  ['SELECT', 'x'],
  ['AUTH', 'something'],
  ['HELLO', '9'],
  ['HELLO', '2'],
  ['HELLO', '3'],
  ['CONFIG', 'GET', 'maxclients'],
  ['CLIENT', 'GETNAME'],
  ['HELLO', '2'],
  ['CLIENT', 'GETNAME'],
  ['QUIT'],
];

describe.runIf(needRedis())('against a real Redis', () => {
  let real: Redis & { version: string };
  let locked: Redis;
  beforeAll(async () => {
    const [open, closed] = await Promise.all([startRedis(), startRedis({ password: 'pw' })]);
    const version = /redis_version:(\S+)/.exec(await open.cli('info', 'server'))?.[1] ?? '';
    real = { ...open, version };
    locked = closed;
  });
  afterAll(() => Promise.all([real.stop(), locked.stop()]));

  it('gives the same replies in the same shape', async () => {
    const ours = await conversation((await wire()).port, TALK);
    const theirs = await conversation(real.port, TALK);
    for (const [i, command] of TALK.entries()) {
      const say = (reply: string) => `${command.join(' ')}\n${shapeOf(reply)}`;
      // The version of the one installed here may be another.
      const anyVersion = (text: string) => text.replace(/\d+\.\d+\.\d+/, 'x.y.z');
      expect(anyVersion(say(ours[i] ?? ''))).toBe(anyVersion(say(theirs[i] ?? '')));
    }
  });

  it('asks for the password in the same words', async () => {
    const talk = [
      ['PING'],
      ['AUTH', 'wrong'],
      ['AUTH', 'default', 'wrong'],
      ['HELLO', '3'],
      ['HELLO', '2', 'AUTH', 'default', 'wrong'],
      ['INFO'],
      ['AUTH', 'pw'],
      ['PING'],
    ];
    const { port } = await wire({ password: 'pw' });
    expect(await conversation(port, talk)).toEqual(await conversation(locked.port, talk));
  });

  it('plays a Sentinel like a real one', async () => {
    const sentinel = await startSentinel(real);
    onTestFinished(sentinel.stop);
    const master = { host: '127.0.0.1', port: real.port };
    const ours = await wire({ masters: { mymaster: master } });
    const talk = ['mymaster', 'other'].map((name) => ['SENTINEL', 'get-master-addr-by-name', name]);
    expect(await conversation(ours.port, talk)).toEqual(await conversation(sentinel.port, talk));
  });

  it.each([
    [[]],
    [['all']],
    [['everything']],
    [['server', 'cluster']],
    [['nothing']],
    [['default']],
    [['commandstats']],
  ])('has the same sections and fields of INFO %j', async (sections) => {
    const [ours, theirs] = await Promise.all(
      [(await wire()).port, real.port].map(async (port) => {
        const [reply = ''] = await conversation(port, [['INFO', ...sections]]);
        return infoSections(reply.slice(reply.indexOf('\n') + 1));
      }),
    );
    expect(Object.keys(ours!)).toEqual(Object.keys(theirs!));
    for (const [name, fields] of Object.entries(theirs!)) {
      // What these hold depends on what was done, not on the software.
      if (/stats$|Keyspace/.test(name)) continue;
      // The stand-in is a 7.0; another version has further fields.
      if (!/^7\.0\./.test(real.version)) continue;
      expect(Object.keys(ours![name]!), name).toEqual(Object.keys(fields));
    }
  });
});

describe('the stand-in', () => {
  it('lets numbers move with time and with what is asked', async () => {
    let now = 1_700_000_000_000;
    const { port } = await wire({ now: () => now });
    const read = async () => {
      const [reply = ''] = await conversation(port, [['INFO', 'all']]);
      return infoSections(reply);
    };
    const first = await read();
    now += 60_000;
    const second = await read();
    const rise = (section: string, field: string) =>
      Number(second[section]?.[field]) - Number(first[section]?.[field]);
    expect(rise('Server', 'uptime_in_seconds')).toBe(60);
    expect(rise('Stats', 'total_commands_processed')).toBeGreaterThan(1000);
    expect(rise('Stats', 'total_connections_received')).toBe(1);
    expect(rise('CPU', 'used_cpu_user')).toBeGreaterThan(0);
    expect(second.Commandstats?.cmdstat_info).toMatch(/^calls=1,/);
  });

  it('takes fields from whoever plays the server', async () => {
    const info: RedisWireOptions['info'] = (facts) =>
      mergeInfo(defaultInfo(facts), { Memory: { maxmemory: 5 }, Extra: { a: 'b' } });
    const { port } = await wire({ info });
    const [reply = ''] = await conversation(port, [['INFO', 'memory', 'extra']]);
    expect(reply).toContain('maxmemory:5\r\n');
    expect(reply).toContain('# Extra\r\na:b\r\n');
  });

  it('answers in order though a handler takes its time', async () => {
    const slow = () => new Promise<string>((resolve) => setImmediate(resolve, 'slow'));
    const { port } = await wire({ handlers: { GET: slow } });
    const both = request(['GET', 'a']) + request(['PING']);
    const { connect } = await import('node:net');
    const socket = connect({ port, host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    socket.write(both);
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
      if (text.endsWith('+PONG\r\n')) break;
    }
    expect(text).toBe('$4\r\nslow\r\n+PONG\r\n');
  });

  it('plays a Sentinel, counts connections, cuts and hangs', async () => {
    const server = await wire({ masters: { mymaster: { host: '10.0.0.1', port: 6379 } } });
    const ask = (name: string) => ['SENTINEL', 'get-master-addr-by-name', name];
    expect(await conversation(server.port, [ask('mymaster'), ask('other')])).toEqual([
      '*2\r\n$8\r\n10.0.0.1\r\n$4\r\n6379\r\n',
      '*-1\r\n',
    ]);
    server.script({ CUTME: () => CUT, WAIT: () => HANG });
    await expect(conversation(server.port, [['CUTME']])).rejects.toThrow('closed');
    const hanging = conversation(server.port, [['WAIT']]);
    hanging.catch(() => {});
    await expect.poll(() => server.log.includes('WAIT')).toBe(true);
    expect([server.connections(), server.accepted()]).toEqual([1, 3]);
    server.disconnect();
    await expect(hanging).rejects.toThrow('closed');
  });

  it('never logs a password', async () => {
    const server = await wire({ password: 'pw' });
    await conversation(server.port, [
      ['AUTH', 'pw'],
      ['HELLO', '3', 'AUTH', 'default', 'pw'],
    ]);
    expect(server.log).toEqual(['AUTH …', 'HELLO …']);
  });
});

describe('RequestReader', () => {
  const bytes = Buffer.from(
    `${request(['SET', 'ä', ''])}PING\r\n\r\n${request(['GET', 'x\r\ny'])}`,
  );

  it('takes requests out of bytes however they are cut', () => {
    for (let cut = 1; cut <= bytes.length; cut++) {
      const reader = new RequestReader();
      const requests: string[][] = [];
      for (let at = 0; at < bytes.length; at += cut) {
        requests.push(...reader.push(bytes.subarray(at, at + cut)));
      }
      expect(requests).toEqual([['SET', 'ä', ''], ['PING'], ['GET', 'x\r\ny']]);
    }
  });

  it.each(['*x\r\n', '*1\r\n:1\r\n', '*1\r\n$-1\r\n'])('refuses %j', (text) => {
    expect(() => new RequestReader().push(Buffer.from(text))).toThrow('Protocol error');
  });
});
