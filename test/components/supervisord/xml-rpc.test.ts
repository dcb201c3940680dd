// The XML-RPC reader: recorded answers, every kind of value, and whatever else a socket may bring.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, STATUS_CALL } from '../../../src/components/supervisord/process-info.ts';
import {
  parseResponse,
  XmlRpcFault,
  type XmlRpcValue,
} from '../../../src/components/supervisord/xml-rpc.ts';
import { ScrapeError } from '../../../src/scrape/errors.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/supervisord/${name}.xml`, import.meta.url), 'utf8');

const wrap = (value: string) =>
  `<?xml version='1.0'?>\n<methodResponse><params><param>${value}</param></params></methodResponse>`;

function encode(value: XmlRpcValue): string {
  const typed = (): string => {
    if (value === null) return '<nil/>';
    if (typeof value === 'boolean') return `<boolean>${Number(value)}</boolean>`;
    if (typeof value === 'number') {
      return Number.isInteger(value) ? `<int>${value}</int>` : `<double>${value}</double>`;
    }
    if (typeof value === 'string') return `<string>${escapeXml(value)}</string>`;
    if (value instanceof Map) {
      const members = [...value].map(
        ([key, item]) => `<member>\n<name>${escapeXml(key)}</name>\n${encode(item)}\n</member>`,
      );
      return `<struct>\n${members.join('\n')}</struct>`;
    }
    return `<array><data>\n${(value as XmlRpcValue[]).map(encode).join('\n')}</data></array>`;
  };
  return `<value>${typed()}</value>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const values = fc.letrec<{ value: XmlRpcValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.5, max: 1e6 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((e) => new Map(e)),
  ),
})).value;

describe('parseResponse', () => {
  it('reads a recorded multicall', () => {
    const answer = readAnswer(parseResponse(fixture('multicall')));
    expect(answer).toMatchObject({ state: 'RUNNING', version: '4.2.5' });
    const states = new Map(answer.processes?.map(({ process, state }) => [process, state]));
    expect(states.get('backend')).toBe('RUNNING');
    expect(states.get('cron')).toBe('EXITED');
    expect(states.size).toBe(answer.processes?.length);
  });

  it.each(['fault-badname', 'fault-unknown-method'])('throws the fault of %s', (name) => {
    expect(() => parseResponse(fixture(name))).toThrow(XmlRpcFault);
  });

  it.each(['getState', 'getPID', 'getAPIVersion', 'getSupervisorVersion'])('reads %s', (name) => {
    expect(parseResponse(fixture(name))).toBeDefined();
  });

  it('gives back every value that it was given', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(parseResponse(wrap(encode(value)))).toEqual(value);
      }),
    );
  });

  it('reads untyped text, entities and empty elements', () => {
    expect(parseResponse(wrap('<value>a &#65;&#x42;&apos;&quot;</value>'))).toBe('a AB\'"');
    expect(parseResponse(wrap('<value/>'))).toBe('');
    expect(parseResponse(wrap('<value><string/></value>'))).toBe('');
    expect(parseResponse(wrap('<value><array><data/></array></value>'))).toEqual([]);
  });

  it.each([
    '<value><int>0x10</int></value>',
    '<value><boolean>2</boolean></value>',
    '<value><double>Infinity</double></value>',
    '<value><script>1</script></value>',
    '<value>&nbsp;</value>',
    '<value>&#0;</value>',
    '<value>&#xFFFFFF;</value>',
    '<value><int>1</i4></value>',
    '<value><struct><member><value>1</value></member></struct></value>',
    '<value a="b">1</value>',
    '<value><![CDATA[1]]></value>',
  ])('refuses %s', (value) => {
    expect(() => parseResponse(wrap(value))).toThrow(ScrapeError);
  });

  it('refuses what is nested without end, and document types', () => {
    const deep = `${'<value><array><data>'.repeat(5000)}${'</data></array></value>'.repeat(5000)}`;
    expect(() => parseResponse(wrap(deep))).toThrow(/nested deeper/);
    const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><methodResponse/>';
    expect(() => parseResponse(bomb)).toThrow(ScrapeError);
  });

  it('says truncated wherever a recorded answer is cut off, and never anything unexpected', () => {
    const whole = fixture('multicall').trimEnd();
    for (let end = 1; end < whole.length; end += 7) {
      expect(reasonFor(whole.slice(0, end))).toBe('truncated');
    }
  });

  it('survives any damage to a recorded answer', () => {
    const whole = fixture('multicall');
    const place = fc.nat(whole.length);
    fc.assert(
      fc.property(place, place, fc.string(), (from, length, junk) => {
        const damaged = whole.slice(0, from) + junk + whole.slice(from + (length % 50));
        expect(['none', 'protocol', 'truncated']).toContain(reasonFor(damaged));
      }),
      { numRuns: 500 },
    );
  });
});

describe('STATUS_CALL', () => {
  it('is itself what XML-RPC allows', () => {
    const value = /<value>.*<\/value>/s.exec(STATUS_CALL)?.[0];
    const calls = parseResponse(wrap(value!)) as ReadonlyMap<string, XmlRpcValue>[];
    expect(calls.map((call) => call.get('methodName'))).toEqual([
      'supervisor.getState',
      'supervisor.getSupervisorVersion',
      'supervisor.getAllProcessInfo',
    ]);
  });
});

function reasonFor(xml: string): string {
  try {
    readAnswer(parseResponse(xml));
    return 'none';
  } catch (error) {
    if (error instanceof XmlRpcFault) return 'protocol';
    return error instanceof ScrapeError ? error.reason : `unexpected ${error}`;
  }
}
