/** The pictures of the README: `npm run pictures` writes them anew, on a day of data and small models. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { fillDay } from './full.ts';
import { fillPipeline } from './full-pipeline.ts';
import { type Predictors, servePredictors } from './predictors.ts';
import { PICTURES, type PictureName } from './readme-pictures-list.ts';

const FOLDER = resolve(import.meta.dirname, '../../functions/console/pictures');
const WINDOW = { width: 1120, height: 800 };

let browser: Browser;
let bed: Predictors;

beforeAll(async () => {
  [browser, bed] = await Promise.all([startBrowser(), servePredictors()]);
  await fillDay(bed.marea.services);
  await fillPipeline(bed.marea.services);
  await oneVersion(bed);
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

/** The version of the tables is that which answers, and one failed training is enough to see. */
async function oneVersion({ marea: { services } }: Predictors): Promise<void> {
  const { sql } = services;
  await sql`update marea.model_versions set version = 7, reason = 'r2 0.712 is better than 0.705 of version 6 on the same 4,812 rows'`;
  await sql`update marea.model_history set version = 7, at = now() - interval '3 hours'`;
  await sql`update marea.inference_logs set model_version = 7`;
  await sql`update marea.drift_history set model_version = 7`;
  await sql`update marea.batches set reason = 'r2 0.698 is no better than 0.712 of version 7 on the same rows' where reason like 'r2%'`;
  await sql`update marea.batches set outcome = 'rejected' where outcome = 'training failed'`;
}

/** What has to be there before a page is taken. */
const READY: Readonly<Record<PictureName, (page: Page) => Promise<void>>> = {
  overview: (page) => page.getByText('Version 7').first().waitFor(),
  predict: (page) => page.getByRole('region', { name: 'Why' }).locator('li').first().waitFor(),
  pipeline: (page) => page.getByText('trial').first().waitFor(),
  version: (page) => page.locator('h2').first().waitFor(),
};

test.each(Object.entries(PICTURES))('%s', async (name, path) => {
  const context = await browser.newContext({ baseURL: bed.marea.origin, viewport: WINDOW, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(path);
  await READY[name as PictureName](page);
  await page.locator('.loading').first().waitFor({ state: 'detached' });
  const png = await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
  expect(png.length).toBeLessThan(150_000);
  await context.close();
});
