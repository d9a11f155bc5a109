/** What a person waits for in a browser: the first page, and what follows a click or a key. */
import { get } from 'node:http';
import { type Browser, chromium } from 'playwright-core';
import { median } from '../figure.ts';
import { LOADED, type Loaded } from './in-page.ts';
import { interactionsAt } from './interactions.ts';

/** Debian's, or another that CHROMIUM names. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const VISITS = 7;
const WINDOW = { viewport: { width: 1280, height: 900 } };

export interface Browsed {
  /** The page's own and those of its files, without those of the API. */
  readonly requests: number;
  readonly gzipBytes: number;
  /** Milliseconds. */
  readonly firstPaint: number;
  /** Until what the page tells is there. */
  readonly told: number;
  /** From an input to the frame that shows what came of it, 95th percentile. */
  readonly interaction: number;
  readonly interactions: number;
}

export async function browsed(origin: string): Promise<Browsed> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const visits: Loaded[] = [];
    for (let visit = 0; visit < VISITS; visit++) visits.push(await firstPage(browser, origin));
    const files = [`${origin}/`, ...(visits[0]?.files ?? [])];
    const sizes = await Promise.all(files.map(gzipBytes));
    const page = await (await browser.newContext(WINDOW)).newPage();
    const durations = await interactionsAt(page, origin);
    return {
      requests: files.length,
      gzipBytes: sizes.reduce((sum, size) => sum + size, 0),
      firstPaint: median(visits.map(({ paint }) => paint)),
      told: median(visits.map(({ told }) => told)),
      interaction: durations[Math.floor(durations.length * 0.95)] ?? Number.NaN,
      interactions: durations.length,
    };
  } finally {
    await browser.close();
  }
}

/** Of somebody who has been nowhere. */
async function firstPage(browser: Browser, origin: string): Promise<Loaded> {
  const context = await browser.newContext(WINDOW);
  const page = await context.newPage();
  await page.goto(origin);
  await page.locator('main h2').first().waitFor();
  const loaded = await page.evaluate<Loaded>(LOADED);
  await context.close();
  return loaded;
}

/** Of its body, as it is sent. */
const gzipBytes = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip', accept: 'text/html' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve(bytes));
      answer.on('error', reject);
    }).on('error', reject);
  });
