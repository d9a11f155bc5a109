/** From nothing to a served model by one button, on the embedded platform. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../platform.ts';
import { broken } from './axe.ts';
import { picture, startBrowser, visit } from './browser.ts';

const MINUTES = 60_000;

let browser: Browser;
let platform: TestPlatform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([startBrowser(), startTestPlatform()]);
}, 4 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

test(
  'the sample is brought in, learned from and served while the first page is looked at',
  async () => {
    const { page, complaints, close } = await visit(browser, platform.url.replace('127.0.0.1', 'localhost'));
    await page.goto('/');
    await page.getByRole('button', { name: 'Bring in the sample' }).click();
    await page.getByText('The sample is on its way').waitFor({ timeout: MINUTES });
    const served = page.getByRole('article', { name: 'Realtor.com listings' });
    await served.getByText('Version 1', { exact: true }).waitFor({ timeout: 8 * MINUTES });
    await page.getByRole('list', { name: '2 batches on a time axis' }).waitFor();
    expect(await broken(page)).toEqual([]);
    await picture(page, 'overview-life');
    await page.goto('/datasets/realtor');
    await page.getByRole('row', { name: 'sample-2' }).getByText('promoted').waitFor({ timeout: MINUTES });
    await picture(page, 'dataset-life');
    expect(complaints).toEqual([]);
    await close();
  },
  12 * MINUTES,
);
