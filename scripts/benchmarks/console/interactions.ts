/** How long a person waits after a click or a key, on long lists: by Chromium's own entries. */
import type { Page } from 'playwright-core';
import { LEAST_MS, OBSERVE, OBSERVED, type Observed } from './in-page.ts';

const LISTS = ['/runs', '/batches'] as const;
/** Pages of rows that are asked for after the first. */
const PAGES = 4;
const ROUNDS = 5;
const HEADINGS = 6;

/** Milliseconds of each. What is not told of took less than what is, and counts as that. */
export async function interactionsAt(page: Page, origin: string): Promise<number[]> {
  const all: number[] = [];
  for (const list of LISTS) {
    await page.goto(origin + list);
    await moreRows(page);
    await page.evaluate(OBSERVE);
    for (let round = 0; round < ROUNDS; round++) await work(page);
    const { durations, interactions } = await page.evaluate<Observed>(OBSERVED);
    const short = Math.max(0, interactions - durations.length);
    all.push(...durations, ...Array.from({ length: short }, () => LEAST_MS));
  }
  return all.sort((a, b) => a - b);
}

/** As many as somebody has patience for. */
async function moreRows(page: Page): Promise<void> {
  const rows = page.locator('main tbody tr');
  await rows.first().waitFor();
  for (let time = 0; time < PAGES; time++) {
    const before = await rows.count();
    await page.locator('.below button').first().click();
    await rows.nth(before).waitFor();
  }
}

/** Sorts by each heading, looks for a page by its name, and closes that again. */
async function work(page: Page): Promise<void> {
  const headings = page.locator('main thead button');
  const count = Math.min(await headings.count(), HEADINGS);
  for (let at = 0; at < count; at++) {
    await headings.nth(at).click();
    await page.locator('main tbody tr').first().waitFor();
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('audit');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
