// Chromium, which opens the page once for each scene and takes its picture.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Scene } from '../page/types.ts';
import { quantised } from './png.ts';

/** Where the build has put the page, and where Grafana's icons are. */
const BUILT = join(import.meta.dirname, 'page');
const MODULES = join(import.meta.dirname, '../../pictures/node_modules');
const ICONS = join(MODULES, '@grafana/ui/dist/public/img/icons');
/** Grafana's typeface; the Latin part has every weight. */
const INTER = join(MODULES, '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
const ORIGIN = 'http://pictures.localhost';

/** Pixels; what lies below is not shown. Of pages of text a beginning is enough. */
const heightFor = ({ dashboard: { panels } }: Scene): number =>
  panels.every(({ type }) => type === 'text' || type === 'row') ? 1400 : 2400;

export interface Camera {
  take(scene: Scene): Promise<{ png: Buffer; problems: string[] }>;
  close(): Promise<void>;
}

export async function openCamera(width: number): Promise<Camera> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const take = async (scene: Scene) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error')
        problems.push(`${message.text()} ${message.location().url}`.slice(0, 300));
    });
    await serveFiles(page);
    await page.goto(`${ORIGIN}/index.html`);
    await page.evaluate((one) => window.draw(one), scene);
    await page.waitForSelector('#dashboard').catch((error) => {
      throw new Error(`${scene.dashboard.title} was not drawn: ${problems.join('; ')}`, {
        cause: error,
      });
    });
    await settled(page);
    const box = await page.locator('#dashboard').boundingBox();
    const height = Math.min(heightFor(scene), Math.ceil(box?.height ?? 0));
    // The whole dashboard in sight: what is not is not always drawn.
    await page.setViewportSize({ width, height });
    await settled(page);
    const clip = { x: 0, y: 0, width, height };
    const raw = await page.screenshot({ type: 'png', clip });
    await page.close();
    return { png: quantised(raw), problems };
  };
  return { take, close: () => browser.close() };
}

/** Nothing comes from a network: the page, icons and typeface come from the disk. */
async function serveFiles(page: Page): Promise<void> {
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    try {
      return route.fulfill(fileFor(pathname));
    } catch {
      return route.fulfill({ status: 404, body: '' });
    }
  });
}

function fileFor(pathname: string): { contentType: string; body: string | Buffer } {
  if (pathname === '/index.html') return { contentType: 'text/html', body: HTML };
  if (pathname === '/favicon.ico') return { contentType: 'image/x-icon', body: '' };
  if (pathname.includes('/fonts/')) return { contentType: 'font/woff2', body: readFileSync(INTER) };
  const icon = /\/img\/icons\/(.+\.svg)$/.exec(pathname)?.[1];
  if (icon) return { contentType: 'image/svg+xml', body: readFileSync(join(ICONS, icon)) };
  return { contentType: typeOf(pathname), body: readFileSync(join(BUILT, pathname)) };
}

const typeOf = (path: string): string => (path.endsWith('.css') ? 'text/css' : 'text/javascript');

const HTML = `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/index.css"><style>.rdg { content-visibility: visible !important }</style></head>
<body style="overflow:auto"><div id="root"></div><script type="module" src="/index.js"></script></body></html>`;

/** Charts draw in several steps: wait until two looks in a row are the same. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const look = () => page.evaluate(() => document.body.innerHTML.length);
  for (let before = -1, i = 0; i < 20; i++) {
    await page.waitForTimeout(250);
    const now = await look();
    if (now === before) break;
    before = now;
  }
  await page.waitForTimeout(500);
}
