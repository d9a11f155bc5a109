/** A browser, and what is noticed of a page in it that should not be. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export interface Look {
  /** Default light. */
  readonly scheme?: 'light' | 'dark';
  /** Pixels; default 1280. */
  readonly width?: number;
  readonly isForced?: boolean;
  /** Default English. */
  readonly language?: string;
}

export interface Visit {
  readonly page: Page;
  /** Complaints of the browser: errors of scripts, what the policy has refused, requests to elsewhere. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** A new visitor, who has been nowhere. @param origin of the console */
export async function visit(browser: Browser, origin: string, look: Look = {}): Promise<Visit> {
  const context = await browser.newContext(optionsOf(origin, look));
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // That an answer was none is for the page to tell.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(`a request to ${request.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

const optionsOf = (origin: string, look: Look): BrowserContextOptions => ({
  baseURL: origin,
  viewport: { width: look.width ?? 1280, height: 900 },
  colorScheme: look.scheme ?? 'light',
  forcedColors: look.isForced ? 'active' : 'none',
  reducedMotion: 'reduce',
  locale: look.language ?? 'en-GB',
  timezoneId: 'Europe/Madrid',
});

const pictures = resolve(import.meta.dirname, '../../dist/pictures');

/** A picture of all of a page, for people to look at: dist/pictures/<name>.png */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}
