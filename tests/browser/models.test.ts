/** A data scientist's way: versions against each other, one brought into production and back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import { broken, overhang } from './axe.ts';
import { type Look, picture, startBrowser, type Visit, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillModels } from './models.ts';

let browser: Browser;
let marea: ServedConsole;
let current: Visit;

beforeAll(async () => {
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
  await fillModels(marea.services);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});
beforeEach(async () => {
  current = await visit(browser, marea.origin);
  return () => current.close();
});

const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text });
const at = (page: Page): string => page.url().slice(marea.origin.length);

test('versions are chosen and held against each other on a page that can be sent', async () => {
  const { page, complaints } = current;
  await page.goto('/versions');
  await page
    .getByRole('link', { name: 'USA' })
    .or(page.getByRole('link').filter({ hasText: 'eal' }))
    .first()
    .click();
  await heading(page, 'Versions of realtor').waitFor();
  await page.getByLabel('Compare version 2').check();
  await page.getByLabel('Compare version 3').check();
  await page.getByRole('link', { name: 'Compare 2 versions' }).click();
  await heading(page, 'Versions of realtor against each other').waitFor();
  expect(at(page)).toBe('/versions/realtor/versus?versions=2%2C3');
  const r2 = page.getByRole('row', { name: /^R² higher/ });
  await r2.waitFor();
  expect(await r2.getByRole('cell').allInnerTexts()).toEqual(['0.71 best', '0.68', 'at least 0.35']);
  expect(complaints).toEqual([]);
});

test('a version is promoted with a reason, after what will change was told', async () => {
  const { page, complaints } = current;
  const { objects, sql } = marea.services;
  for (const file of [FILES.graph, FILES.metadata, FILES.profile])
    await objects.put(modelAddress('realtor', 1, file), 'x');
  await page.goto('/versions/realtor');
  await page.getByRole('button', { name: 'Roll back to this Version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back to version 1' });
  await dialog.waitFor();
  expect(await dialog.getByRole('region', { name: 'What will change' }).innerText()).toContain('Version 2');
  await dialog.getByRole('button', { name: 'Roll back to this' }).click();
  await dialog.getByText('Say why').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'versions-roll-back');
  await dialog.getByLabel('Why?').fill('prices of version 2 are too high');
  await dialog.getByRole('button', { name: 'Roll back to this' }).click();
  await page.getByText('Version 1 was asked for').waitFor();
  await expect
    .poll(() => marea.pipeline.events.map(({ data }) => data))
    .toContainEqual(expect.objectContaining({ version: 1, reason: 'prices of version 2 are too high' }));
  const rows = await sql`select reason from marea.audit where action = 'version.requested'`;
  expect(rows.map(({ reason }) => reason)).toEqual(['prices of version 2 are too high']);
  expect(complaints).toEqual([]);
});

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { scheme: 'dark' },
  small: { width: 375 },
  forced: { isForced: true, scheme: 'dark' },
  spanish: { language: 'es-CO', width: 375, scheme: 'dark' },
};

const PAGES = [
  ['/versions', 'models'],
  ['/versions/realtor?chosen=2,3', 'versions'],
  ['/versions/realtor/2', 'version'],
  ['/versions/realtor/versus?versions=2,3', 'versus'],
  ['/versions/diabetes', 'versions-empty'],
  ['/versions/realtor/99', 'version-not-there'],
] as const;

describe.each(Object.entries(LOOKS))('%s', (name, look) => {
  test.each(PAGES)('%s, opened cold, has nothing that axe finds, nothing cut', async (path, called) => {
    const { page, complaints, close } = await visit(browser, marea.origin, look);
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('.loading') === null);
    await picture(page, `${called}-${name}`);
    expect(await broken(page)).toEqual([]);
    expect(await overhang(page)).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});
