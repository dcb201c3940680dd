// The landing page in a real browser: it draws, complains about nothing, and shows the states.
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTool, need } from '../peers/need.ts';
import { fakeTarget, serve } from './fakes.ts';
import { down, mixed, up } from './states.ts';

describe.runIf(need('chromium', 'apt-get install chromium fonts-dejavu-core'))(
  'in Chromium',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      const args = ['--no-sandbox', '--disable-background-networking'];
      browser = await chromium.launch({ executablePath: findTool('chromium')!, args });
    });
    afterAll(() => browser.close());

    it.each([
      ['up', up, 'Appsmith is up', 5],
      ['mixed', mixed, 'Appsmith is up, but RTS and MongoDB need a look', 5],
      ['down', down, 'Appsmith is down', 4],
    ])('%s', async (_, fakes, headline, rows) => {
      const { url } = await serve([fakeTarget('default', fakes), fakeTarget('other', up)]);
      const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
      const complaints: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(url);
      expect(await page.title()).toBe(headline);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(headline);
      expect(await page.getByLabel('Parts of this deployment').getByRole('listitem').count()).toBe(
        rows,
      );
      const absent = page.getByLabel('Absent parts');
      expect(await absent.isVisible()).toBe(false);
      await page.getByText('not in this deployment').click();
      expect(await absent.getByText('PostgreSQL').isVisible()).toBe(true);
      // The style sheet was not refused, and nothing is wider than a phone.
      const radius = "getComputedStyle(document.querySelector('.card')).borderRadius";
      expect(await page.evaluate(radius)).toBe('12px');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      expect(complaints).toEqual([]);
      expect(
        asked.filter((request) => !request.startsWith(url) && !request.startsWith('data:')),
      ).toEqual([]);
      await page.close();
    });
  },
);
