/** The page says what the card says, needs nothing else, and takes no orders from data. */
import { describe, expect, test } from 'vitest';
import { dearness, flats, judged, material, rents } from '../fixtures/flats.ts';
import { makeCard } from '../make.ts';
import { cardPage } from './page.ts';

const cardOf = (dataset: typeof rents, district?: string) =>
  makeCard(dataset, material(dataset), judged(dataset, flats(6000, district)));
const card = cardOf(rents);
const page = cardPage(card);

test('its numbers are those of the card, in the unit of the target', () => {
  const { metrics, intervals, slices } = card.performance;
  const euros = (value: number): string => `€${Math.round(value).toLocaleString('en-US')}`;
  expect(page).toContain(euros(metrics.mae ?? Number.NaN));
  expect(page).toContain(`${((intervals?.coverage ?? Number.NaN) * 100).toFixed(1)} %`);
  for (const { rows, metrics: own } of slices.flatMap((group) => group.slices)) {
    expect(page).toContain(`>${rows}<`);
    expect(page).toContain(euros(own.mae ?? Number.NaN));
  }
  for (const { label, missing, count } of card.data.columns) {
    expect(page).toContain(label);
    if (missing > 0) expect(page).toContain(`${((100 * missing) / (missing + count)).toFixed(1)} %`);
  }
  expect(page).toContain('no worse than the champion');
  expect(page).toContain('Rents of the year 1999.');
  expect(page).toContain('f00d');
});

test('what could not be read stands with its column, and which batches were held for it', () => {
  expect(page).toContain(
    '<small><code>size</code></small></th><td class="n">1,234</td><td class="n">56,789</td>',
  );
  expect(page).toContain(
    'Nothing was learned from 2 batches of which too much could not be read: march, &#60;b&#62;may&#60;/b&#62;. Such a batch stays out until it is taken back and its file sent again, mended.',
  );
  const nothing = makeCard(
    rents,
    { ...material(rents), unreadable: [], held: [] },
    judged(rents, flats(6000)),
  );
  expect(cardPage(nothing)).not.toContain('could not be read');
});

test('how many rows a verdict on drift takes is told', () => {
  expect(page).toContain('small ones together as soon as they have 500 rows. A new model is trained when');
});

test('a feature of several columns has the words of its declaration', () => {
  expect(page).toContain('district_rent:yes<small>mean of the target over rows of the same district</small>');
});

test.each([
  ['<script>alert(1)</script>'],
  ['"><img src=x onerror=alert(1)>'],
  ["' onmouseover='alert(1)"],
  ['</style></title><script>'],
])('a district called %s is text and nothing else', (district) => {
  for (const dataset of [rents, dearness]) {
    const made = cardPage(cardOf(dataset, district));
    expect(made).not.toMatch(/<(script|img)/i);
    expect(made).not.toContain(district);
    const tags = (text: string) => text.match(/<[a-z][^>]*>/gi) ?? [];
    // The same tags as with any other name, attribute by attribute.
    expect(tags(made)).toEqual(tags(cardPage(cardOf(dataset))));
    expect(made).toContain(district.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`));
  }
});

test('it asks for nothing from anywhere: no script, no link out, no inline style', () => {
  expect(page).not.toMatch(/<script|<iframe|<img|\bon\w+=|style="|@import|url\(/i);
  const references = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to);
  expect(references.every((to) => to === 'data:,' || to?.startsWith('#'))).toBe(true);
});

test('every chart has a title for those who do not see it, or repeats a number beside it', () => {
  const charts = page.match(/<svg[^>]*>(<title>)?/g) ?? [];
  expect(charts.length).toBeGreaterThan(10);
  for (const chart of charts) expect(chart).toMatch(/role="img"[^>]*><title>|aria-hidden="true"/);
});

test('no number is broken: neither in a chart nor in the text', () => {
  for (const dataset of [rents, dearness])
    expect(cardPage(cardOf(dataset)).replaceAll('NaN where missing', '')).not.toMatch(
      /NaN|Infinity|undefined|null|\[object/,
    );
});

describe('its size is bounded', () => {
  test('with 60 columns of long texts and 300 trials it stays under 500 kB', () => {
    const columns = Array.from({ length: 60 }, (_, i) => `column_${i}`);
    const { table, bucket } = flats(6000);
    const long = (i: number) => `${'long text '.repeat(40)}${i % 50}`;
    const many = {
      ...rents,
      columns: {
        ...rents.columns,
        ...Object.fromEntries(columns.map((name) => [name, { type: 'text', label: name } as const])),
      },
      slices: ['rent', ...columns.slice(0, 3)],
    };
    const texts = Object.fromEntries(
      columns.map((name) => [name, Array.from({ length: 6000 }, (_, i) => long(i))]),
    );
    const snapshot = { table: { ...table, columns: { ...table.columns, ...texts } }, bucket };
    const [trial] = material(rents).trials;
    const trials = Array.from({ length: 300 }, (_, i) => ({
      ...(trial as NonNullable<typeof trial>),
      trial: i,
    }));
    const made = cardPage(makeCard(many, { ...material(rents), trials }, judged(many, snapshot)));
    expect(made.length).toBeLessThan(500_000);
  });
});
