/** Past predictions: found again, filtered, and each opened with why it was answered so. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { broken, overhang } from './axe.ts';
import { picture, startBrowser, type Visit, visit } from './browser.ts';
import { type Predictors, servePredictors } from './predictors.ts';

const HOUSE = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };

let browser: Browser;
let bed: Predictors;
let current: Visit;

beforeAll(async () => {
  [browser, bed] = await Promise.all([startBrowser(), servePredictors()]);
  const { sql } = bed.marea.services;
  await sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at, actual, actual_at)
    select 'realtor', 'r' || n, case when n = 1 then 7 else 3 end,
           ${sql.json(HOUSE)}::jsonb || jsonb_build_object('state', case when n % 2 = 0 then 'Maine' else 'Ohio' end),
           jsonb_build_object('price', 400000 + n), 4, now() - make_interval(mins => n),
           case when n = 2 then to_jsonb(410500) end, case when n = 2 then now() end
    from generate_series(1, 60) n`;
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});
beforeEach(async () => {
  current = await visit(browser, bed.marea.origin);
  return () => current.close();
});

const rows = (page: Page) => page.getByRole('table').locator('tbody tr');

test('they are there with the newest first, go on, and are filtered by what was asked', async () => {
  const { page, complaints } = current;
  await page.goto('/predict/realtor/past');
  await rows(page).nth(49).waitFor();
  expect(await rows(page).first().innerText()).toContain('400,001');
  expect(await broken(page)).toEqual([]);
  await picture(page, 'past');
  await page.getByRole('button', { name: 'Show more' }).click();
  await rows(page).nth(59).waitFor();
  const state = page.getByRole('textbox', { name: 'State' });
  await state.fill('Maine');
  await state.press('Enter');
  await page.waitForURL(/state=Maine/);
  await expect.poll(() => rows(page).count(), { timeout: 20_000 }).toBe(30);
  await page.getByLabel('Really').selectOption('true');
  await expect.poll(() => rows(page).count(), { timeout: 20_000 }).toBe(1);
  expect(await rows(page).first().innerText()).toContain('410,500');
  expect(complaints).toEqual([]);
});

test('one opens with what was given and why, and can be told what was true', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/past/r1');
  const why = page.getByRole('region', { name: 'Why' });
  await why.getByText('Living space 1,800 sqft').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'past-one');
  await page.getByRole('region', { name: 'What it really was' }).getByLabel('Price').fill('399000');
  await page.getByRole('button', { name: 'Tell' }).click();
  await expect
    .poll(() => bed.realtor.logged.feedback.at(-1), { timeout: 20_000 })
    .toMatchObject({ requestId: 'r1', actual: 399_000 });
  await page.getByRole('link', { name: 'Ask with this again' }).click();
  await page.getByText('Version 7 answers').waitFor();
  expect(new URL(page.url()).searchParams.get('in.house_size')).toBe('1800');
});

test('of a version that is not kept any more it says that it cannot tell why', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/past/r2');
  await page
    .getByText('Why version 3 answered so cannot be told: its files are not kept as they were.')
    .waitFor();
  expect(await broken(page)).toEqual([]);
});

test('without any it says so; a wrong filter too; nothing is wider than a telephone', async () => {
  const small = await visit(browser, bed.marea.origin, { width: 375, scheme: 'dark' });
  await small.page.goto('/predict/diabetes/past');
  await small.page.getByText('Nothing was predicted yet.').waitFor();
  expect(await broken(small.page)).toEqual([]);
  await small.page.goto('/predict/realtor/past?state=Atlantis');
  await small.page.getByText('No prediction is such: change the filters.').waitFor();
  await small.page.goto('/predict/realtor/past');
  await rows(small.page).nth(49).waitFor();
  expect(await broken(small.page)).toEqual([]);
  expect(await overhang(small.page)).toBe(0);
  await picture(small.page, 'past-narrow');
  await small.close();
});
