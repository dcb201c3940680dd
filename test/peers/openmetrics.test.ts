// Proves that the reference parsers are really asked.
import { describe, expect, it } from 'vitest';
import { needPython, parseReference } from './openmetrics.ts';

describe.runIf(needPython())('reference parsers', () => {
  it('reads both formats', { timeout: 120_000 }, async () => {
    const text = '# HELP a_total Things.\n# TYPE a_total counter\na_total{x="ü"} 1\n';
    expect(await parseReference('text', text)).toEqual({
      families: [{ name: 'a', type: 'counter', help: 'Things.', samples: 1 }],
    });
    const open = '# HELP a Things.\n# TYPE a counter\na_total 1\n# EOF\n';
    expect(await parseReference('openmetrics', open)).toMatchObject({ families: [{ name: 'a' }] });
  });

  it('says what is wrong', { timeout: 120_000 }, async () => {
    expect(await parseReference('openmetrics', 'a 1\n')).toEqual({
      error: expect.stringMatching(/EOF/),
    });
    expect(await parseReference('text', new Uint8Array([0xff, 0x0a]))).toEqual({
      error: expect.stringMatching(/^UnicodeDecodeError/),
    });
  });
});
