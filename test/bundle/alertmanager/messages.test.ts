// Messages as Alertmanager's own template engine writes them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESCRIPTION, LINKS, TEXT, TITLE } from '../../../src/bundle/alertmanager/messages.ts';
import { amtool, needAmtool } from '../../peers/alertmanager.ts';

const alert = (name: string, status = 'firing') => ({
  status,
  labels: { alertname: name },
  annotations: {
    summary: `${name} is up to something`,
    description: 'It is at 92%.',
    runbook_url: `http://g/d/appsmith-runbooks?viewPanel=${name}`,
    dashboard_url: 'http://g/d/appsmith-backend?viewPanel=7&var-job=appsmith',
  },
});

const group = (alerts: readonly object[], over: object = {}) => ({
  receiver: 'critical',
  status: 'firing',
  alerts,
  groupLabels: { component: 'mongodb', instance: 'a:1', job: 'appsmith' },
  commonLabels: { severity: 'critical' },
  commonAnnotations: {},
  ...over,
});

describe.runIf(needAmtool())('a message', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'messages-'));
    writeFileSync(join(dir, 'none.tmpl'), '');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  async function rendered(template: string, data: object): Promise<string> {
    const file = join(dir, 'data.json');
    writeFileSync(file, JSON.stringify(data));
    const glob = `--template.glob=${join(dir, 'none.tmpl')}`;
    const { output, code } = await amtool(
      'template',
      'render',
      glob,
      `--template.data=${file}`,
      `--template.text=${template}`,
    );
    expect(code, output).toBe(0);
    return output.trim();
  }

  it('has a title with state, count, component and instance', async () => {
    const one = await rendered(TITLE, group([alert('MongoDown'), alert('MongoSlow')]));
    expect(one).toBe('[FIRING 2] mongodb of a:1');
    const over = group([alert('MongoDown', 'resolved')], { status: 'resolved' });
    expect(await rendered(TITLE, over)).toBe('[RESOLVED] mongodb of a:1');
  });

  it('names the job where there is no instance', async () => {
    const data = group([alert('AppsmithDown')], {
      groupLabels: { component: 'appsmith', job: 'prod' },
    });
    expect(await rendered(TITLE, data)).toBe('[FIRING 1] appsmith of prod');
    expect(await rendered(DESCRIPTION, data)).toBe('1 alerts: appsmith of prod');
  });

  it('says what is broken, its value, the runbook and the dashboard', async () => {
    expect(await rendered(TEXT, group([alert('MongoDown')]))).toBe(
      [
        'MongoDown is up to something',
        'It is at 92%.',
        'Runbook: http://g/d/appsmith-runbooks?viewPanel=MongoDown',
        'Dashboard: http://g/d/appsmith-backend?viewPanel=7&var-job=appsmith',
      ].join('\n'),
    );
  });

  it('says which of several are over', async () => {
    const text = await rendered(TEXT, group([alert('A'), alert('B', 'resolved')]));
    expect(text).toContain('\n\nResolved: B is up to something\n');
  });

  it('pages with the summary that all share, and the first alert’s links', async () => {
    const data = group([alert('A')], { commonAnnotations: { summary: 'A is up' } });
    expect(await rendered(DESCRIPTION, data)).toBe('A is up');
    expect(await rendered(LINKS[0].href, data)).toBe('http://g/d/appsmith-runbooks?viewPanel=A');
  });
});
