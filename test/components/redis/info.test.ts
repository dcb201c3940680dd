// INFO's text taken apart: line ends, sections, and what is no field.
import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../../src/components/redis/info.ts';

describe('parseInfo', () => {
  it.each([
    ['CR LF', '# Server\r\nredis_version:7.2.4\r\nos:Linux 6.1 x86_64\r\n'],
    ['LF', '# Server\nredis_version:7.2.4\nos:Linux 6.1 x86_64\n'],
    ['no end of the last line', '# Server\nredis_version:7.2.4\nos:Linux 6.1 x86_64'],
    ['blanks around', '  # Server  \n\n redis_version:7.2.4 \r\n\r\n\tos:Linux 6.1 x86_64\r\n'],
  ])('reads fields with %s', (_, text) => {
    expect([...parseInfo(text).fields]).toEqual([
      ['redis_version', '7.2.4'],
      ['os', 'Linux 6.1 x86_64'],
    ]);
  });

  it('keeps a value’s own colons, an empty one, and the first of two', () => {
    const { fields } = parseInfo('executable:/a:b\nconfig_file:\nrole:master\nrole:slave\n');
    expect(Object.fromEntries(fields)).toEqual({
      executable: '/a:b',
      config_file: '',
      role: 'master',
    });
  });

  it('skips what is no field', () => {
    expect(parseInfo('no colon\n:no name\n#\nrole:master\nthe end').fields).toEqual(
      new Map([['role', 'master']]),
    );
  });

  it('lists the sections that are read as lists, in order', () => {
    const { sections, fields } = parseInfo(
      '# Keyspace\ndb0:keys=1\ndb1:keys=2\n# CPU\nused_cpu_sys:1\n# Errorstats\nerrorstat_ERR:count=1\n',
    );
    expect([...sections]).toEqual([
      [
        'keyspace',
        [
          ['db0', 'keys=1'],
          ['db1', 'keys=2'],
        ],
      ],
      ['errorstats', [['errorstat_ERR', 'count=1']]],
    ]);
    expect(fields.get('used_cpu_sys')).toBe('1');
  });

  it.each([
    ['lines without a colon', 'x\n'.repeat(1 << 20)],
    ['a colon at the very end', `${'x\n'.repeat(1 << 20)}a:b`],
    ['nothing but colons', ':'.repeat(1 << 20)],
  ])('takes no longer than its length for %s', (_, text) => {
    expect(parseInfo(text).fields.size).toBeLessThan(2);
  });
});
