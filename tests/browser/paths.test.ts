/** What a person does at every page: goes somewhere with keys, opens a link cold, and waits for a server that is away. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { broken } from './axe.ts';
import { picture, startBrowser, type Visit, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillDay } from './full.ts';

let browser: Browser;
let marea: ServedConsole;
let current: Visit;

beforeAll(async () => {
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
  await fillDay(marea.services);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});
beforeEach(async () => {
  current = await visit(browser, marea.origin);
  return () => current.close();
});

const at = (page: Page): string => page.url().slice(marea.origin.length);
const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text });

test('g and a letter lead to a page, ? tells which letters there are, Escape closes', async () => {
  const { page } = current;
  await page.goto('/');
  await heading(page, 'Overview').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await heading(page, 'Data sets').waitFor();
  expect(at(page)).toBe('/datasets');
  expect(await page.title()).toBe('Data sets · Marea');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('page');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.waitFor();
  expect(await dialog.innerText()).toContain('Go to Audit');
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('Ctrl-K finds a place by its words, chosen with the arrows', async () => {
  const { page } = current;
  await page.goto('/');
  await heading(page, 'Overview').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to…' }).waitFor();
  expect(await broken(page)).toEqual([]);
  await page.keyboard.type('diabetes');
  await page.getByRole('option', { name: 'Diabetes' }).waitFor();
  await picture(page, 'palette');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await heading(page, 'Diabetes 130-US hospitals').waitFor();
  expect(at(page)).toBe('/datasets/diabetes');
  await page.goBack();
  await heading(page, 'Overview').waitFor();
});

test('a link to filtered and sorted rows is opened cold as it was', async () => {
  const { page } = current;
  await page.goto('/datasets/realtor?batches=-rows');
  const rows = page.getByRole('region', { name: 'Newest batches' }).locator('tbody th');
  await rows.first().waitFor();
  expect(await rows.last().innerText()).toBe('b1');
  const heading = page.getByRole('columnheader', { name: 'Rows', exact: true });
  expect(await heading.getAttribute('aria-sort')).toBe('descending');
  await heading.getByRole('button').click();
  expect(await heading.getAttribute('aria-sort')).toBeNull();
  expect(at(page)).toBe('/datasets/realtor');
});

test('a table is copied as CSV, in the order in which it is seen', async () => {
  const { page } = current;
  await page.goto('/datasets?sort=-name');
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.getByText('2 rows copied as CSV').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'Data set,Predicts,Batches,Clean rows,In production\r\nrealtor,price,20,202370,1\r\ndiabetes,readmitted,1,0,\r\n',
  );
});

test('what was seen stays while the server is away, greyed and with since when; it goes on by itself', async () => {
  const { page, complaints } = current;
  await page.goto('/');
  await page.getByText('Version 1').first().waitFor();
  await marea.goAway();
  try {
    await page.getByText('The server does not answer since').waitFor();
    await page.locator('.shown.stale').waitFor();
    expect(await page.getByText('Version 1').first().isVisible()).toBe(true);
    await picture(page, 'overview-away');
    expect(await broken(page)).toEqual([]);
  } finally {
    await marea.comeBack();
  }
  await page.locator('.shown:not(.stale)').waitFor();
  await page.getByText('The server does not answer since').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('a change shows by itself, and what is as it was is not sent again', async () => {
  const { page } = current;
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/overview')) statuses.push(response.status());
  });
  await page.goto('/');
  await page.getByText('Version 1').first().waitFor();
  await expect.poll(() => statuses.includes(304), { timeout: 20_000 }).toBe(true);
  await marea.services.sql`
    update marea.batches set reason = 'told of now' where id = 'encounters-2008'`;
  await page.getByText('told of now').waitFor();
});

test('the texts are Spanish when somebody chooses that, and stay so', async () => {
  const { page } = current;
  await page.goto('/');
  await page.getByLabel('Language').selectOption('es');
  await heading(page, 'Resumen').waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
  await page.reload();
  await heading(page, 'Resumen').waitFor();
});

test('nothing is asked for while nobody looks', async () => {
  const { page } = current;
  await page.clock.install();
  await page.goto('/');
  await page.getByText('Version 1').first().waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  let asked = 0;
  page.on('request', () => {
    asked += 1;
  });
  await page.clock.runFor(60_000);
  expect(asked).toBe(0);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0);
});
