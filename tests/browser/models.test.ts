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

test('runs are sorted and filtered by the server, two are compared by what differs', async () => {
  const { page, complaints } = current;
  await page.goto('/runs');
  await page.getByRole('columnheader', { name: 'R²' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'R²' }).getByRole('button').click();
  await expect
    .poll(() => page.getByRole('region', { name: 'Runs' }).locator('tbody th a').allInnerTexts())
    .toEqual([
      'boosting by hand',
      'training of listings-2026-11-2',
      'training of listings-2026-11-3',
      'training',
    ]);
  await page.getByLabel('Experiment').fill('notebook');
  await page.getByLabel('Experiment').press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  expect(at(page)).toContain('experiment=notebook');
  await page.getByLabel('Experiment').fill('');
  await page.getByLabel('Experiment').press('Enter');
  await page.getByLabel('Compare boosting by hand').check();
  await page.getByLabel('Compare training of listings-2026-11-2').check();
  await page.getByRole('link', { name: 'Compare 2 runs' }).click();
  await heading(page, '2 runs compared').waitFor();
  const params = page.getByRole('region', { name: 'Parameters' }).locator('tbody tr');
  await params.first().waitFor();
  expect(await params.locator('th').allInnerTexts()).toEqual(['family']);
  await page.getByLabel('Only what differs').uncheck();
  expect(await params.locator('th').allInnerTexts()).toEqual(['family', 'seed']);
  await page.locator('.over-time canvas').waitFor();
  expect(complaints).toEqual([]);
});

test('runs are filtered in MLflow’s grammar; a filter with a fault says what cannot be read', async () => {
  const { page, complaints } = current;
  await page.goto('/runs');
  const names = page.getByRole('region', { name: 'Runs' }).locator('tbody th a');
  await names.first().waitFor();
  await page.getByLabel('Filter', { exact: true }).fill("metrics.r2 > 0.7 AND params.family = 'forest'");
  await page.keyboard.press('Enter');
  await expect.poll(() => names.allInnerTexts()).toEqual(['training of listings-2026-11-2']);
  expect(new URL(page.url()).searchParams.get('filter')).toBe(
    "metrics.r2 > 0.7 AND params.family = 'forest'",
  );
  await page.getByLabel('Filter', { exact: true }).fill("metrics.r2 > 'much'");
  await page.keyboard.press('Enter');
  await page.getByText('The filter cannot be read: Expected numeric value type for metric').waitFor();
  expect(await page.getByLabel('Filter', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: 'metrics.r2 > 0.7', exact: true }).click();
  await expect.poll(() => names.allInnerTexts()).toContain('boosting by hand');
  expect(complaints).toEqual([]);
});

test('a version shows how right its answers are and what they are made of, as its card has measured', async () => {
  const { page, complaints } = current;
  await page.goto('/versions/realtor/2');
  await page.getByText('Measured on 600 rows that it has not learned from.').waitFor();
  await page.getByRole('img', { name: 'Actual against predicted values, rows counted in cells' }).waitFor();
  await page.getByRole('img', { name: 'Residuals over the prediction, rows counted in cells' }).waitFor();
  const coverage = page.getByRole('img', { name: /^Share of rows inside their interval/ });
  expect(await coverage.locator('circle').count()).toBe(10);
  const made = page.getByRole('region', { name: 'What its answers are made of' });
  await made
    .getByRole('img', { name: /^5, 25, 50, 75 and 95 % of the contributions are below/ })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test('runs are lines through their columns, and points of one against another; one is marked', async () => {
  const { page, complaints } = current;
  await page.goto('/runs/n1,r2,r3');
  const lines = page.getByRole('img', { name: /^3 runs as lines through R²/ });
  await lines.waitFor();
  expect(await lines.locator('path.line').count()).toBe(3);
  expect(await lines.locator('path.marked').count()).toBe(0);
  await page.getByLabel('Mark a run').selectOption('boosting by hand');
  await expect.poll(() => lines.locator('path.marked title').textContent()).toBe('boosting by hand');
  expect(at(page)).toContain('mark=n1');
  const points = page.getByRole('img', { name: /^R² against seed/ });
  await points.waitFor();
  expect(await points.locator('circle').count()).toBe(2);
  expect(complaints).toEqual([]);
});

test('a data set is told as it is declared: columns, rules and features in words, and what to paste', async () => {
  const { page, complaints } = current;
  await page.goto('/datasets/realtor');
  const columns = page.getByRole('region', { name: 'Columns' });
  const size = columns.getByRole('row', { name: /^Living space/ });
  await size.waitFor();
  expect(await size.getByRole('cell').allInnerTexts()).toEqual(['number', 'sqft', '0 to 100,000,000']);
  await page.getByText('Features', { exact: true }).click();
  const price = page.getByRole('region', { name: 'Features' }).getByRole('row', { name: /^zip3_price / });
  expect(await price.getByRole('cell').innerText()).toBe(
    'mean of what is predicted, over rows of the same first 3 characters of ZIP code, else of the same State',
  );
  await page.getByText('A row, as it is asked for').click();
  await page.getByText(`curl ${marea.origin}/services/predict-realtor/predict`).waitFor();
  expect(complaints).toEqual([]);
});

test('files of a run are looked at: a table, a picture, and what wants to be a page as its text', async () => {
  const { page, complaints } = current;
  await page.goto('/runs/n1');
  await page.getByRole('button', { name: 'eval.json' }).click();
  const table = page.getByRole('region', { name: 'eval.json', exact: true }).last();
  await table.getByRole('row', { name: 'Ohio 0.75' }).waitFor();
  await page.getByRole('button', { name: 'report.html' }).click();
  await page.getByText('<script>document.title = "taken"</script>').waitFor();
  expect(await page.title()).not.toBe('taken');
  await page.getByRole('button', { name: 'plots/' }).click();
  await page.getByRole('button', { name: 'pixel.png' }).click();
  const image = page.getByRole('img', { name: 'plots/pixel.png' });
  await image.waitFor();
  expect(await image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(1);
  expect(new URL(page.url()).search).toBe('?file=plots%2Fpixel.png&folder=plots');
  const kept = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download pixel.png' }).click();
  expect((await kept).suggestedFilename()).toBe('pixel.png');
  expect(complaints).toEqual([]);
});

test('rows are looked at through filters that the address holds, beside how the columns lie', async () => {
  const { page, complaints } = current;
  await page.goto('/datasets/realtor/data?state=Maine');
  const rows = page.getByRole('region', { name: 'Rows', exact: true }).locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(20);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(40);
  await page.getByLabel('Column', { exact: true }).selectOption('price');
  await page.getByLabel('Condition').selectOption('from');
  await page.getByLabel('Value', { exact: true }).fill('397000');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Remove filter .* is at least 397000$/ }).waitFor();
  // Every fourth of 400 rows is in Maine, and row n costs 1,000 n.
  await expect.poll(() => rows.count()).toBe(1);
  expect(at(page)).toBe('/datasets/realtor/data?state=Maine&price.from=397000');
  await page.getByRole('button', { name: /^Remove filter .* is Maine$/ }).click();
  await expect.poll(() => rows.count()).toBe(4);
  await page.getByRole('img', { name: /^Distribution of Price, from US\$/ }).waitFor();
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
  ['/runs', 'runs'],
  ['/runs?name=nothing', 'runs-none'],
  ['/runs?mark=n1', 'runs-charts'],
  ['/runs?filter=metrics.r2+%3E', 'runs-fault'],
  ['/runs/n1', 'run'],
  ['/runs/n1?file=eval.json', 'run-file'],
  ['/runs/n1,r2', 'runs-compared'],
  ['/runs/nowhere', 'run-not-there'],
  ['/datasets/realtor/data?price.from=100000', 'data'],
  ['/datasets/diabetes/data', 'data-empty'],
  ['/datasets/realtor', 'dataset'],
  ['/datasets/diabetes', 'dataset-empty'],
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
