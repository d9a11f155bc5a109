/** The first key, signing in and out with it, another key with another role, and what that one sees. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyingHalf } from '../../shared/access/snapshot.ts';
import { SEED } from '../console.ts';
import { broken } from './axe.ts';
import { picture, startBrowser, visit } from './browser.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';

let browser: Browser;
let marea: ServedConsole;

beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = verifyingHalf(SEED);
  [browser, marea] = await Promise.all([startBrowser(), serveConsole()]);
});
afterAll(async () => {
  await browser?.close();
  await marea?.stop();
});

async function make(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new key' });
  await dialog.getByLabel('Whose is it').fill(name);
  await dialog.getByRole('checkbox', { name: new RegExp(`^${role} `) }).check();
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  const told = page.getByRole('dialog', { name });
  await told.waitFor();
  return (await told.locator('code').innerText()).trim();
}

/** The key of that name, in the list. */
const keyRow = (page: Page) =>
  page.getByRole('region', { name: 'API keys' }).getByRole('row', { name: /^ci / });

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in with a key' }).click();
}

test('from a platform that is open to one that is not, and who may do what then', async () => {
  const { page, complaints, close } = await visit(browser, marea.origin);
  await page.goto('/access');

  // A form that is not filled in says what is missing, and sends nothing.
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new key' });
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  await dialog.getByText('A key needs a name.').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'access-new-key');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  const admin = await make(page, 'ann', 'admin');
  expect(admin).toMatch(/^marea_[0-9a-z]{12}_.{43}$/);
  expect(await broken(page)).toEqual([]);
  await picture(page, 'access-key-told');

  await page.goto('/signin?to=%2Faudit');
  expect(await broken(page)).toEqual([]);
  await picture(page, 'sign-in');
  await signIn(page, admin);
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  await page.getByRole('row', { name: 'key.created' }).waitFor();
  await page.getByRole('link', { name: 'ann' }).waitFor();

  await page.goto('/access');
  const caller = await make(page, 'ci', 'caller');
  await page.getByRole('button', { name: 'I have it' }).click();
  await keyRow(page).getByText('valid').waitFor();
  expect(await broken(page)).toEqual([]);
  await picture(page, 'access-full-light');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').waitFor();
  await signIn(page, caller);
  await page.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor();
  expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Predict', 'Access']);
  expect(await broken(page)).toEqual([]);
  await picture(page, 'not-allowed');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, admin);
  await page.goto('/access');
  await keyRow(page).getByRole('button', { name: 'Revoke' }).click();
  const revoking = page.getByRole('dialog', { name: 'Revoke ci' });
  await revoking.getByRole('button', { name: 'Revoke' }).click();
  await revoking.getByText('Say why').waitFor();
  await revoking.getByLabel('Why?').fill('lost');
  await revoking.getByRole('button', { name: 'Revoke' }).click();
  await revoking.waitFor({ state: 'detached' });
  await page.getByLabel('Also those that have ended').check();
  await keyRow(page).getByText('revoked').waitFor();
  await page.goto('/audit?action=key.revoked');
  await page.getByRole('row', { name: 'lost' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('who is not signed in is led to the page to do so, and then to where they wanted to go', async () => {
  const { page, close } = await visit(browser, marea.origin);
  await page.goto('/datasets/realtor?batches=-rows');
  await page.getByLabel('API key').waitFor();
  expect(page.url()).toContain('/signin?to=%2Fdatasets%2Frealtor%3Fbatches%3D-rows');
  await signIn(page, 'marea_wrong');
  await page.getByRole('alert').waitFor();
  await close();
});
