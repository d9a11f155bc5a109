/** The frame of the console: places, keys, who is away; and each page of it, empty, for everybody's eyes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { broken, overhang } from './axe.ts';
import { type Look, picture, startBrowser, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillDay } from './full.ts';

let browser: Browser;
let marea: ServedConsole;

beforeAll(async () => {
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { scheme: 'dark' },
  small: { width: 375 },
  forced: { isForced: true, scheme: 'dark' },
  spanish: { language: 'es-CO', width: 375, scheme: 'dark' },
};

const PAGES = [
  ['/', 'overview'],
  ['/datasets', 'datasets'],
  ['/datasets/realtor', 'dataset'],
  ['/access', 'access'],
  ['/audit', 'audit'],
  ['/datasets/none/such', 'not-there'],
] as const;

describe.each([
  ['empty', async () => marea.clear()],
  ['full', async () => fillDay(marea.services)],
] as const)('%s', (state, prepare) => {
  beforeAll(async () => {
    await marea.clear();
    await prepare();
  });

  describe.each(Object.entries(LOOKS))('%s', (name, look) => {
    test.each(PAGES)('%s has nothing that axe finds, nothing cut, no complaint', async (path, called) => {
      const { page, complaints, close } = await visit(browser, marea.origin, look);
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForFunction(() => document.querySelector('.loading') === null);
      await picture(page, `${called}-${state}-${name}`);
      expect(await broken(page)).toEqual([]);
      expect(await overhang(page)).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    });
  });
});
