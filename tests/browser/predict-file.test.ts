/** A file for the model: dropped, looked at, answered slice by slice, and taken away. */
import { readFile } from 'node:fs/promises';
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

const STATES = ['Ohio', 'Maine', 'Texas'];
const rowOf = (n: number): string =>
  `${n},${1 + (n % 6)},${1 + (n % 3)},${900 + (n % 50) * 40},${STATES[n % 3]},"note, ""${n}"""`;
const csvOf = (rows: number): string =>
  `id,bed,bath,house_size,state,remark\n${Array.from({ length: rows }, (_, n) => rowOf(n)).join('\n')}\n`;

const give = (page: Page, text: string, name = 'houses.csv') =>
  page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function taken(page: Page): Promise<string[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the result' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('houses-predicted.csv');
  return (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
}

const fact = (page: Page, name: string) =>
  page.locator('dl.facts > div').filter({ hasText: name }).locator('dd');

test('10,000 rows are looked at, answered, and taken away with their columns as they came', async () => {
  const { page, complaints } = current;
  await page.goto('/predict/realtor');
  await page.getByRole('link', { name: 'Predict a file' }).click();
  await page.getByLabel('Choose a file').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-file-empty');
  await give(page, csvOf(10_000));
  await page.getByText('Passed over, and kept in the result as they are: id, remark.').waitFor();
  expect(await fact(page, 'Can be answered').innerText()).toBe('10,000');
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-file-looked');
  await page.getByRole('button', { name: 'Predict 10,000 rows' }).click();
  await page.getByText('All rows have been gone through.').waitFor({ timeout: 100_000 });
  expect(await fact(page, 'Answered').innerText()).toBe('10,000');
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-file-done');
  const lines = await taken(page);
  expect(lines).toHaveLength(10_001);
  expect(lines[0]).toBe(
    'id,bed,bath,house_size,state,remark,predicted_price,lower,upper,model_version,unknown_values,problem,request_id',
  );
  const last = lines[10_000] ?? '';
  expect(last.startsWith(`${rowOf(9999)},`)).toBe(true);
  const { json } = await bed.realtor.ask('POST', '/explain', {
    bed: 4,
    bath: 1,
    house_size: 2860,
    state: 'Ohio',
  });
  expect(Number(last.slice(rowOf(9999).length + 1).split(',')[0])).toBeCloseTo(json.price, 3);
  expect(complaints).toEqual([]);
});

test('what cannot be read is said before, and in the result; what the model has never seen too', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/file');
  await give(page, 'bed;bath;state;citty\nthree;2;Ohio;x\n3;2;Atlantis;y\n3;2\n4;-1;Ohio;z\n');
  await page.getByText('citty (did you mean city?)').waitFor();
  await page.getByText('One row has other cells than the first line').waitFor();
  await page.getByRole('row', { name: /^Bedrooms 1 1 three/ }).waitFor();
  await page.getByRole('row', { name: /^Bathrooms 1 4 -1/ }).waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-file-unreadable');
  await page.getByRole('button', { name: 'Predict 4 rows' }).click();
  await page.getByText('All rows have been gone through.').waitFor();
  expect(await fact(page, 'With values never seen').innerText()).toBe('1');
  const lines = await taken(page);
  expect(lines[1]).toContain('bed: ');
  expect(lines[2]).toContain(';state=Atlantis;');
  expect(lines[3]?.startsWith('3;2;;;')).toBe(true);
  expect(lines[3]).toContain('2 cells, where the first line has 4');
});

test('a predictor that is away is asked again; when it stays away the file waits, and goes on', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/file');
  await give(page, csvOf(1500));
  const ask = page.getByRole('button', { name: 'Predict 1,500 rows' });
  await ask.waitFor();
  const headers = { 'content-type': 'application/json' };
  bed.instead = { status: 503, body: '{"error":"no model yet"}', headers };
  await ask.click();
  await page.getByText('Nobody answered (no model yet). It is asked again.').waitFor();
  expect(await broken(page)).toEqual([]);
  await page.getByRole('alert').getByText('It does not go on: no model yet.').waitFor({ timeout: 60_000 });
  expect(await broken(page)).toEqual([]);
  await picture(page, 'predict-file-held');
  bed.instead = undefined;
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('All rows have been gone through.').waitFor();
});

test('it is stopped, and what was answered is there', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/file');
  await give(page, csvOf(3000));
  bed.instead = { status: 503, body: '{}', headers: { 'content-type': 'application/json' } };
  await page.getByRole('button', { name: 'Predict 3,000 rows' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped after 0 of 3,000 rows: the result has those.').waitFor();
  expect(await taken(page)).toHaveLength(1);
  await page.getByRole('button', { name: 'Another file' }).click();
  await page.getByLabel('Choose a file').waitFor();
});

test('with keys alone, and another version', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/file?version=8');
  await page.getByLabel('Choose a file').focus();
  await give(page, csvOf(3));
  const ask = page.getByRole('button', { name: 'Predict 3 rows' });
  await ask.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    if (await ask.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByText('All rows have been gone through.').waitFor();
  expect(await fact(page, 'By version').innerText()).toBe('8');
});

test('what is no table is refused with what would help', async () => {
  const { page } = current;
  await page.goto('/predict/realtor/file');
  await give(page, 'a,b\n1,2\n');
  await page.getByText('Not one column of it is known').waitFor();
  expect(await broken(page)).toEqual([]);
  await give(page, 'PAR1 and no more PAR1', 'x.parquet');
  await page.locator('.field .problem').getByText('Parquet').waitFor();
  expect(await broken(page)).toEqual([]);
});

const looks: readonly (readonly [string, Look])[] = [
  ['dark', { scheme: 'dark' }],
  ['narrow', { width: 375 }],
  ['forced', { isForced: true }],
  ['spanish', { language: 'es-MX' }],
];

test.each(looks)('it is whole and readable: %s', async (name, look) => {
  const { page, complaints, close } = await visit(browser, bed.marea.origin, look);
  await page.goto('/predict/realtor/file');
  await give(page, `${csvOf(5)}6,many,2,100,Ohio,x\n`);
  await page.locator('table').waitFor();
  expect(await broken(page)).toEqual([]);
  expect(await overhang(page)).toBe(0);
  await picture(page, `predict-file-${name}`);
  await page.locator('.actions .main').click();
  await page.locator('a[download]').waitFor();
  expect(await broken(page)).toEqual([]);
  expect(await overhang(page)).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});
