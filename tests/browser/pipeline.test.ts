/** The pipeline and its batches as operators look at them: the graph, what fails and why, a batch from its file to its model. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { letter } from '../console.ts';
import { broken, overhang } from './axe.ts';
import { type Look, picture, startBrowser, type Visit, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillDay } from './full.ts';
import { fillPipeline } from './full-pipeline.ts';

let browser: Browser;
let marea: ServedConsole;

beforeAll(async () => {
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});

async function fill(): Promise<void> {
  await marea.clear();
  await marea.services.sql`truncate marea.inference_logs cascade`;
  await fillDay(marea.services);
  await fillPipeline(marea.services);
}

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { scheme: 'dark' },
  small: { width: 375 },
  forced: { isForced: true, scheme: 'dark' },
  spanish: { language: 'es-CO', width: 375, scheme: 'dark' },
};

const PAGES = [
  ['/pipeline?dataset=realtor&stage=clean', 'pipeline'],
  ['/batches?dataset=realtor', 'batches'],
  ['/batches/realtor/b1', 'batch'],
  ['/letters', 'letters'],
] as const;

const shown = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.loading') === null);
};

describe.each([
  ['empty', async () => marea.clear()],
  ['full', fill],
] as const)('%s', (state, prepare) => {
  beforeAll(async () => {
    await marea.clear();
    await prepare();
  });

  describe.each(Object.entries(LOOKS))('%s', (name, look) => {
    test.each(PAGES)('%s has nothing that axe finds, nothing cut, no complaint', async (path, called) => {
      const { page, complaints, close } = await visit(browser, marea.origin, look);
      await page.goto(path);
      await shown(page);
      await picture(page, `${called}-${state}-${name}`);
      expect(await broken(page)).toEqual([]);
      expect(await overhang(page)).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    });
  });
});

describe('a person', () => {
  let current: Visit;

  beforeAll(async () => {
    await fill();
  });
  beforeEach(async () => {
    current = await visit(browser, marea.origin);
    return () => current.close();
  });

  test('sees what waits, works and fails at each stage, and opens one with the keyboard', async () => {
    const { page } = current;
    await page.goto('/pipeline?dataset=realtor');
    const clean = page.getByRole('link', { name: /^clean / });
    await clean.waitFor();
    expect(await clean.textContent()).toContain('1 fails, is tried again');
    expect(await page.getByRole('link', { name: /^train / }).textContent()).toContain('1 at work');
    await clean.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Stage clean' });
    await panel.getByText('the object store does not answer').waitFor();
    expect(page.url()).toContain('stage=clean');
    await page
      .getByRole('row', { name: /^clean/ })
      .getByRole('link', { name: 'listings-2026-11-now' })
      .click();
    await page.getByRole('heading', { level: 1, name: 'listings-2026-11-now' }).waitFor();
  });

  test('the trials of the training are a strip that tells how far it is', async () => {
    const { page } = current;
    await page.goto('/pipeline?dataset=realtor');
    await page
      .getByRole('img', {
        name: /^Trials of the training: finished 21, stopped early 9, failed 1, planned or at work 9/,
      })
      .waitFor();
    await page.getByText('31 of 64 done').waitFor();
  });

  test('batches are filtered by their outcome, which the address keeps', async () => {
    const { page } = current;
    await page.goto('/batches?dataset=realtor');
    await page.getByLabel('Outcome').selectOption('rolled back');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 4);
    expect(new URL(page.url()).searchParams.get('outcome')).toBe('rolled back');
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 4);
  });

  test('a batch tells its ledger, its rejected rows by reason, its drift with both distributions', async () => {
    const { page } = current;
    await page.goto('/batches/realtor/b1');
    await page
      .getByRole('img', { name: /^Where its rows went: clean 6, rejected: no_price 2, rejected: bad_zip 1/ })
      .waitFor();
    await page.getByLabel('Reason').selectOption('bad_zip');
    await page.waitForFunction(() => document.body.innerText.includes('zip_code=0000x'));
    expect(await page.getByText('status=for_sale').count()).toBe(0);
    await page.getByRole('img', { name: /^Distribution of bed,/ }).waitFor();
    await page.getByText('KS over the limit for 1 of 2 columns').waitFor();
  });

  test('a batch is taken back with a reason, after one has read what will change', async () => {
    const { page } = current;
    await page.goto('/batches/realtor/b1');
    await page.getByRole('button', { name: 'Take back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take b1 back' });
    await dialog.getByText('6 clean rows leave').waitFor();
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await dialog.getByText('Say why').waitFor();
    expect(await broken(page)).toEqual([]);
    await dialog.getByLabel('Why?').fill('prices in the wrong currency');
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Taking it back is asked for.').waitFor();
    const [asked] = await marea.services.sql`
      select reason from marea.audit where action = 'retraction.requested' order by id desc limit 1`;
    expect(asked?.reason).toBe('prices in the wrong currency');
  });

  test('a training is asked for, with a reason', async () => {
    const { page } = current;
    await page.goto('/pipeline?dataset=realtor');
    await page.getByRole('button', { name: 'Train now' }).click();
    await page.getByLabel('Why?').fill('new prices');
    await page.getByRole('dialog').getByRole('button', { name: 'Train now' }).click();
    await page.getByText('The training is asked for.').waitFor();
  });

  test('a batch that is not there yet is waited for, and appears by itself', async () => {
    const { page } = current;
    const { sql } = marea.services;
    await page.goto('/batches/realtor/soon');
    await page.getByRole('heading', { name: 'There is no such batch, as yet' }).waitFor();
    await sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, received)
      values ('realtor', 'soon', 's', 'soon', 'source', 'received', 5)`;
    await page.getByRole('heading', { level: 1, name: 'soon' }).waitFor();
    await page.getByText('It is under way: received.').waitFor();
  });

  test('dead letters stand by kind, with why and what to do; one is replayed, one discarded, then all of a kind', async () => {
    const { page } = current;
    const { services } = marea;
    const replayed = await letter(services, 'again', 'dev.marea.batch.stored');
    await letter(services, 'one', 'dev.marea.batch.stored');
    await letter(services, 'two', 'dev.marea.batch.stored');
    await page.goto('/letters?dataset=realtor&type=dev.marea.batch.stored');
    const kind = page.getByRole('region', { name: 'dev.marea.batch.stored of realtor', exact: true });
    await expect.poll(() => kind.getByRole('row').filter({ hasText: 'no space left' }).count()).toBe(3);
    await kind.getByRole('button', { name: `Replay ${replayed}` }).click();
    await confirm(page, 'Replay', 'there is space again');
    await page.getByText('It is sent again.').waitFor();
    await rows(page, 2);
    await kind
      .getByRole('button', { name: /^Discard \d/ })
      .first()
      .click();
    await confirm(page, 'Discard', 'a test');
    await rows(page, 1);
    await kind.getByRole('button', { name: 'Discard all of this kind' }).click();
    expect(await broken(page)).toEqual([]);
    await confirm(page, 'Discard', 'the rest of the test');
    await page.getByText('No dead letter is like that.').waitFor();
    const reasons = await services.sql`
      select action, reason from marea.audit where action like 'letter.%' order by id desc limit 3`;
    expect(reasons.map(({ action, reason }) => `${action}: ${reason}`)).toEqual([
      'letter.discarded: the rest of the test',
      'letter.discarded: a test',
      'letter.replayed: there is space again',
    ]);
  });
});

async function confirm(page: Page, action: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why?').fill(reason);
  await dialog.getByRole('button', { name: action }).click();
  await dialog.waitFor({ state: 'detached' });
}

const rows = async (page: Page, count: number): Promise<void> => {
  await page.waitForFunction((wanted) => document.querySelectorAll('tbody tr').length === wanted, count);
};
