// A stacks volume that hangs, as a network's file system does: the scrape goes on, and nothing piles up.
import { expect, it, onTestFinished, vi } from 'vitest';
import { supervisord } from '../../../src/components/supervisord/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { upstream } from '../../support/http.ts';

const reads = vi.hoisted(() => ({ begun: 0 }));
vi.mock('../../../src/components/supervisord/failure/log-files.ts', () => ({
  logEnds: () => {
    reads.begun++;
    return new Promise(() => {});
  },
}));

const member = (name: string, type: string, value: string | number) =>
  `<member><name>${name}</name><value><${type}>${value}</${type}></value></member>`;
const failing = (name: string) =>
  `<value><struct>${member('name', 'string', name)}${member('group', 'string', name)}${member('statename', 'string', 'FATAL')}${member('start', 'int', 1_700_000_000)}${member('spawnerr', 'string', 'Exited too quickly')}</struct></value>`;
const array = (...values: string[]) =>
  `<value><array><data>${values.join('')}</data></array></value>`;
const state = `<value><struct>${member('statename', 'string', 'RUNNING')}</struct></value>`;
const tail = array('<value><string>No space left on device</string></value>');
const response = (value: string) =>
  `<methodResponse><params><param>${value}</param></params></methodResponse>`;

it('is waited for once and for a moment, and supervisord is asked instead', async () => {
  const url = await upstream((request, answer) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const status = array(state, '<value>4.2.5</value>', array(failing('redis'), failing('rts')));
      answer.writeHead(200, { 'content-type': 'text/xml' });
      answer.end(
        response(body.includes('tailProcess') ? array('<value/>', tail, tail, tail, tail) : status),
      );
    });
  });
  const target = targetOf(supervisord, { url, password: 'p' }, 'env', { stacksDir: '/hangs' });
  onTestFinished(() => target.close());
  for (let i = 0; i < 3; i++) {
    const { result, series } = await scrapeText(target, 600);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', success: true, reason: undefined });
    for (const process of ['redis', 'rts']) {
      const name = `appsmith_process_failure_info{process="${process}",reason="disk_full"}`;
      expect(series.get(name)).toBe(1);
    }
  }
  expect(reads.begun).toBe(1);
});
