/** Every page in both languages, wide and small: no text is cut off, and nothing jumps while it loads. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { broken } from './axe.ts';
import { type Look, picture, startBrowser, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillDay } from './full.ts';
import { fillPipeline } from './full-pipeline.ts';
import { cutTexts, jumps } from './steady.ts';

let browser: Browser;
let marea: ServedConsole;

beforeAll(async () => {
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
  await fillDay(marea.services);
  await fillPipeline(marea.services);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});

const LOOKS: Readonly<Record<string, Look>> = {
  'in English': {},
  'in Spanish on a small screen': { language: 'es-CO', width: 375 },
};

const PAGES = [
  '/',
  '/predict',
  '/predict/realtor',
  '/pipeline',
  '/batches',
  '/batches/realtor/b1',
  '/letters',
  '/datasets',
  '/datasets/realtor',
  '/datasets/realtor/data',
  '/versions',
  '/versions/realtor',
  '/versions/realtor/1',
  '/runs',
  '/runs/r1',
  '/access',
  '/audit',
  '/datasets/none/such',
] as const;

describe.each(Object.entries(LOOKS))('%s', (_, look) => {
  test.each(PAGES)('%s is steady and whole', async (path) => {
    const { page, complaints, close } = await visit(browser, marea.origin, look);
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    expect.soft(await cutTexts(page)).toEqual([]);
    expect.soft(await jumps(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

test('who cannot be asked for who they are is asked for again in a few seconds, not in half a minute', async () => {
  const { page, close } = await visit(browser, marea.origin);
  let refused = 0;
  await page.route('**/api/me', (route) =>
    refused++ === 0 ? route.fulfill({ status: 500, json: { error: 'too busy' } }) : route.continue(),
  );
  await page.goto('/access');
  await page.getByText('too busy').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'access-failed');
  await page.getByRole('button', { name: 'Make a key' }).waitFor({ timeout: 20_000 });
  expect(refused).toBeGreaterThan(1);
  await close();
});
