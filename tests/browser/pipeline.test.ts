/** The pipeline and its batches as operators look at them: the graph, what fails and why, a batch from its file to its model. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ListingServer, revisionOf, serveListing, serviceOf } from '../beds/listing-api.ts';
import { letter } from '../console.ts';
import { broken, overhang } from './axe.ts';
import { type Look, picture, startBrowser, type Visit, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';
import { fillDay } from './full.ts';
import { fillPipeline } from './full-pipeline.ts';

let browser: Browser;
let marea: ServedConsole;
let api: ListingServer;

beforeAll(async () => {
  api = await serveListing();
  process.env.KUBE_API_URL = api.url;
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
  api?.stop();
});

async function empty(): Promise<void> {
  await marea.clear();
  api.status = 500;
}

async function fill(): Promise<void> {
  api.status = 200;
  api.services = [
    serviceOf('clean', { FUNCTION: 'clean' }, [{ revision: 'clean-00001', percent: 100 }]),
    serviceOf('predict-realtor', { FUNCTION: 'predict', DATASET: 'realtor' }, [
      { revision: 'predict-realtor-00002', percent: 10, tag: 'canary' },
      { revision: 'predict-realtor-00001', percent: 90 },
    ]),
  ];
  api.revisions = [
    revisionOf('clean-00001', {
      service: 'clean',
      created: '2026-01-01T00:00:00Z',
      failure: 'no such image',
    }),
    revisionOf('predict-realtor-00001', {
      service: 'predict-realtor',
      created: '2026-01-02T00:00:00Z',
      pods: [2, 3],
      version: 1,
    }),
    revisionOf('predict-realtor-00002', {
      service: 'predict-realtor',
      created: '2026-01-03T00:00:00Z',
      pods: [0, 0],
      version: 2,
    }),
  ];
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
  ['/upload', 'upload'],
  ['/functions', 'functions'],
] as const;

const shown = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.loading') === null);
};

describe.each([
  ['empty', empty],
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

  test('each function has its revisions, with their traffic, their pods, and what is wrong with them', async () => {
    const { page } = current;
    await page.goto('/functions');
    const serving = page.getByRole('row', { name: /predict-realtor-00001/ });
    expect(await serving.innerText()).toMatch(/predict-realtor\s.*\s1\s+90%\s+2\s+3\s+ready/);
    const canary = page.getByRole('row', { name: /predict-realtor-00002/ });
    expect(await canary.innerText()).toMatch(/\s2\s+10%\s+0\s+0\s+ready/);
    await page
      .getByRole('row', { name: /clean-00001/ })
      .getByText('no such image')
      .waitFor();
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
    const [late = 0, hopeful = 0] = [
      await letter(services, 'late', 'dev.marea.batch.stored'),
      await letter(services, 'later', 'dev.marea.batch.stored'),
    ];
    await services.sql`update marea.dead_letters set code = 422 where id < ${late} and type = 'dev.marea.batch.stored'`;
    await rows(page, 4);
    await kind.getByRole('button', { name: 'Replay all that may go well' }).click();
    await page.getByRole('dialog').getByText('2 wait').waitFor();
    await confirm(page, 'Replay', 'there is space for these, too');
    await page.getByText('Sent again: 2').waitFor();
    await rows(page, 2);
    expect(await kind.getByText(String(hopeful), { exact: true }).count()).toBe(0);
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
      select action, reason from marea.audit where action like 'letter.%' order by id desc limit 5`;
    expect(reasons.map(({ action, reason }) => `${action}: ${reason}`)).toEqual([
      'letter.discarded: the rest of the test',
      'letter.discarded: a test',
      'letter.replayed: there is space for these, too',
      'letter.replayed: there is space for these, too',
      'letter.replayed: there is space again',
    ]);
  });

  test('a reset tells what goes, asks for the name and a reason, and nothing is left then', async () => {
    const { page } = current;
    await page.goto('/pipeline?dataset=realtor');
    await page.getByRole('button', { name: 'Reset' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reset realtor' });
    const batches = await marea.services.sql`select from marea.batches where dataset = 'realtor'`;
    await dialog.getByText(String(batches.length), { exact: true }).first().waitFor();
    expect(await broken(page)).toEqual([]);
    await picture(page, 'reset');
    await dialog.getByLabel('Why?').fill('begin anew');
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await dialog.getByText('this cannot be undone').waitFor();
    await dialog.getByLabel('Type realtor to confirm').fill('realtor');
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('realtor is empty.').waitFor();
    expect(await marea.services.sql`select from marea.batches where dataset = 'realtor'`).toHaveLength(0);
  });
});

describe('a person with a file', () => {
  let current: Visit;

  beforeAll(async () => {
    await marea.clear();
    await marea.services.sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, received)
      values ('realtor', 'b1', 's', 'e', 'source', 'received', 5)`;
  });
  beforeEach(async () => {
    current = await visit(browser, marea.origin);
    return () => current.close();
  });

  const FILE = [
    'brokered_by,status,price,bed,bath,acre_lot,street,city,state,zip_code,house_size,prev_sold_date',
    '1,for_sale,105000,3,2,0.1,7,Ponce,Puerto Rico,731,1800,',
    '1,for_sale,110000,three,2,0.1,8,Ponce,Puerto Rico,731,1800,',
    '1,for_sale,,3,2,0.1,9,Ponce,Puerto Rico,731,1800,',
    '',
  ].join('\n');
  const choose = (page: Page, text: string) =>
    page
      .getByLabel('File')
      .last()
      .setInputFiles({ name: 'März listings.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

  test('a file is looked at, sent under a name, and followed on the page of its batch', async () => {
    const { page } = current;
    await page.goto('/upload?dataset=realtor');
    await choose(page, FILE);
    await page.getByText('3 rows, read as csv.').waitFor();
    await page.getByRole('row', { name: /^bed / }).getByText('three').waitFor();
    await page.getByText('rejected: no_price').waitFor();
    expect(await broken(page)).toEqual([]);
    await picture(page, 'upload-looked-at');
    const name = page.getByLabel('What is the batch called?');
    expect(await name.inputValue()).toMatch(/^Marz-listings-\d{8}-\d{4}$/);
    await name.fill('b1');
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('There is a batch b1 already').waitFor();
    await name.fill('not a name');
    await page.getByText('Letters, digits, dots').waitFor();
    expect(marea.ingest.events).toHaveLength(0);
    await name.fill('mine');
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.waitForURL('**/batches/realtor/mine');
    const [event] = marea.ingest.events;
    expect(event).toMatchObject({
      id: 'mine',
      type: 'dev.marea.batch.received',
      dataset: 'realtor',
      data: { origin: 'source', filename: 'März listings.csv' },
    });
  });

  test('a file that would be refused says why, and cannot be sent', async () => {
    const { page } = current;
    await page.goto('/upload?dataset=realtor');
    await choose(page, 'a,b\n1,2\n');
    await page.getByText('It would be refused').waitFor();
    expect(await page.getByRole('button', { name: 'Send it' }).count()).toBe(0);
    expect(await broken(page)).toEqual([]);
    await picture(page, 'upload-refused');
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
