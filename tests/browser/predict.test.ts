/** What a person does who asks a model: fills in, reads the answer and why, tells what was true, sends the link. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { broken, overhang } from './axe.ts';
import { type Look, picture, startBrowser, type Visit, visit } from './browser.ts';
import { type Predictors, servePredictors } from './predictors.ts';

let browser: Browser;
let bed: Predictors;
let current: Visit;

beforeAll(async () => {
  [browser, bed] = await Promise.all([startBrowser(), servePredictors()]);
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});
beforeEach(async () => {
  bed.instead = undefined;
  current = await visit(browser, bed.marea.origin);
  return () => current.close();
});

const HOUSE = 'in.bed=3&in.bath=2&in.house_size=1800&in.state=Ohio&in.prev_sold_date=2015-06-30';
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });
const figure = (page: Page) => answer(page).getByRole('status');
/** Of $423,631. */
const dollars = (text: string): number => Number(text.replace(/[^\d.-]/g, ''));

/** What the predictor itself says. */
async function told(row: object): Promise<number> {
  return (await bed.realtor.ask('POST', '/explain', row)).json.price;
}

test('a form with the example is filled in, asked, explained, and told what was true', async () => {
  const { page, complaints } = current;
  await page.goto('/predict');
  await page.getByRole('link', { name: 'Ask about Realtor.com listings' }).click();
  await page.getByText('The answer stands here as soon as something is known.').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-empty');
  await page.getByRole('button', { name: 'Fill in the example' }).click();
  await figure(page).waitFor();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const truth = page.getByRole('region', { name: 'What it really was' });
  await truth.getByLabel('Price').fill('410000');
  await truth.getByRole('button', { name: 'Tell' }).click();
  await page.getByText('Thank you: it is kept with the prediction').waitFor();
  await expect.poll(() => bed.realtor.logged.feedback.length, { timeout: 20_000 }).toBe(1);
  const noted = bed.realtor.logged.predictions.at(-1);
  expect(noted?.input).toMatchObject({ bed: 3, state: 'Connecticut', zip_code: '06106' });
  expect(bed.realtor.logged.feedback.at(-1)).toMatchObject({ requestId: noted?.requestId, actual: 410_000 });
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-answered');
  expect(complaints).toEqual([]);
});

test('the answer is that of the model, and the lines of why sum to it', async () => {
  const { page } = current;
  await page.goto(`/predict/realtor?${HOUSE}&version=7`);
  await figure(page).waitFor();
  const shown = dollars(await figure(page).innerText());
  const row = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
  expect(shown).toBe(Math.round(await told(row)));
  const lines = await page.getByRole('region', { name: 'Why' }).locator('li b').allInnerTexts();
  const [total, ...parts] = lines.map(dollars).toReversed();
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
  expect(total).toBe(shown);
});

test('each wrong value is explained beside its field, and nothing is asked', async () => {
  const { page } = current;
  await page.goto('/predict/realtor?in.bed=three&in.bath=-1&in.prev_sold_date=2015-02-30');
  const bedrooms = page.getByLabel('Bedrooms');
  await bedrooms.waitFor();
  const before = bed.realtor.logged.predictions.length;
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByText('3 fields have to be mended.').waitFor();
  expect(await page.locator('.field .problem').allInnerTexts()).toEqual(
    expect.arrayContaining([
      '“three” is no number: write it as 1800 or 0.25.',
      'It has to be between 0 and 1,000.',
      '“2015-02-30” is no day: write it as 2015-06-30.',
    ]),
  );
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
  expect(bed.realtor.logged.predictions.length).toBe(before);
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-wrong');
});

test('another version answers when it is chosen, and the link holds it with the inputs', async () => {
  const { page } = current;
  await page.goto(`/predict/realtor?${HOUSE}`);
  await page.getByText('Version 7 answers').waitFor();
  await page.getByLabel('Which version answers').selectOption('8');
  await page.getByText('Version 8 answers').waitFor();
  await page.getByRole('textbox', { name: 'Living space' }).fill('2400');
  await page.waitForURL(/in\.house_size=2400/);
  const [other, text] = [await visit(browser, bed.marea.origin), await figure(page).innerText()];
  await other.page.goto(page.url());
  await figure(other.page).getByText(text, { exact: true }).waitFor();
  await other.close();
});

test('a value that the model has never seen is said', async () => {
  const { page } = current;
  await page.goto('/predict/realtor?in.bed=3&in.state=Atlantis');
  await page.getByText('Take it with care: the model has never seen State “Atlantis”.').waitFor();
});

test('classes are told with their probabilities', async () => {
  const { page } = current;
  await page.goto('/predict/diabetes?in.number_inpatient=2&in.race=Asian');
  const classes = page.getByRole('list', { name: 'How probable each class is' });
  await classes.waitFor();
  const shares = (await classes.locator('b').allInnerTexts()).map(Number.parseFloat);
  expect(shares).toHaveLength(3);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-classes');
});

test('a predictor that says no is quoted, and the page stays', async () => {
  const { page } = current;
  bed.instead = {
    status: 503,
    headers: { 'content-type': 'application/json' },
    body: '{"error":"no model yet"}',
  };
  await page.goto(`/predict/realtor?${HOUSE}`);
  await page.getByRole('alert').getByText('no model yet').waitFor();
  expect(await broken(page)).toEqual([]);
  bed.instead = undefined;
  await page.getByRole('textbox', { name: 'Bedrooms' }).fill('4');
  await figure(page).waitFor();
});

const looks: readonly (readonly [string, Look])[] = [
  ['dark', { scheme: 'dark' }],
  ['narrow', { width: 375 }],
  ['forced', { isForced: true }],
  ['spanish', { language: 'es-MX' }],
];

test.each(looks)('it is whole and readable: %s', async (name, look) => {
  const { page, complaints, close } = await visit(browser, bed.marea.origin, look);
  await page.goto(`/predict/realtor?${HOUSE}`);
  await page.locator('.figure').waitFor();
  expect(await broken(page)).toEqual([]);
  expect(await overhang(page)).toBe(0);
  await picture(page, `predict-${name}`);
  expect(complaints).toEqual([]);
  await close();
});

test('a slider moves answer and interval, noting nothing', async () => {
  const { page } = current;
  await page.goto(`/predict/realtor?${HOUSE}&version=7`);
  await figure(page).waitFor();
  const noted = bed.realtor.logged.predictions.length;
  const slider = page.getByRole('slider', { name: 'Living space' });
  await slider.focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/in\.house_size=1500/);
  const row = { bed: 3, bath: 2, house_size: 1500, state: 'Ohio', prev_sold_date: '2015-06-30' };
  const expected = Math.round(await told(row));
  await expect.poll(async () => dollars(await figure(page).innerText())).toBe(expected);
  expect(await page.getByRole('textbox', { name: 'Living space' }).inputValue()).toBe('1500');
  expect(bed.realtor.logged.predictions.length).toBe(noted);
});

test('two variants stand side by side with what differs; a link holds both', async () => {
  const { page } = current;
  await page.goto(`/predict/realtor?${HOUSE}&version=7`);
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  const beside = page.getByRole('region', { name: 'Side by side' });
  await beside.getByText('Nothing differs yet').waitFor();
  await page.getByRole('textbox', { name: 'Bedrooms' }).fill('5');
  await beside.getByRole('row', { name: 'Bedrooms 3 5' }).waitFor();
  await page.waitForURL(/in\.bed=5/);
  expect(await broken(page)).toEqual([]);
  await page.reload();
  await beside.getByRole('row', { name: 'Bedrooms 3 5' }).waitFor();
  await picture(page, 'predict-beside');
  await beside.getByRole('button', { name: 'Put away' }).click();
  await beside.waitFor({ state: 'detached' });
});

test('comparable rows stand below, with what was true of them', async () => {
  const { page } = current;
  await page.goto(`/predict/realtor?${HOUSE}&version=7`);
  const rows = page.getByRole('table').locator('tbody tr');
  await rows.nth(4).waitFor();
  expect(await rows.count()).toBe(5);
  const first = await bed.realtor.ask('POST', '/comparables', {
    bed: 3,
    bath: 2,
    house_size: 1800,
    state: 'Ohio',
    prev_sold_date: '2015-06-30',
  });
  expect(dollars(await rows.locator('th').first().innerText())).toBe(first.json.comparables[0].price);
});
