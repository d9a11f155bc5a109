import { expect, test } from 'vitest';
import { featureWords } from './feature-words.ts';
import { datasetNamed } from './index.ts';

const realtor = datasetNamed('realtor');
const diabetes = datasetNamed('diabetes');

test.each([
  ['bed', { label: 'Bedrooms', column: 'bed' }],
  ['house_size', { label: 'Living space', unit: 'sqft', column: 'house_size' }],
  ['prev_sold_day', { label: 'Previous sale', column: 'prev_sold_date' }],
  ['size_per_bed', { label: 'Living space per bedroom', unit: 'sqft' }],
  ['baths_per_bed', { label: 'Bathrooms to bedrooms' }],
  ['zip_price', { label: 'Usual price by ZIP code', unit: 'USD', taken: 'log' }],
  ['zip3_price', { label: 'Usual price by the first 3 of ZIP code', unit: 'USD', taken: 'log' }],
  ['city_price_per_sqft', { label: 'Usual price per sqft by state and city', unit: 'USD/sqft' }],
  ['zip_house_size', { label: 'Usual living space by ZIP code', unit: 'sqft' }],
  ['broker_listings', { label: 'Rows with the same broker', taken: 'log1p' }],
  ['zip_number', { label: 'ZIP code as a number' }],
  ['is_ready_to_build', { label: 'Status is ready to build' }],
  ['size_to_city', { label: 'Living space to usual living space by state and city' }],
  ['of_an_older_release', { label: 'of an older release' }],
])('%s of listings is called %j', (name, words) => {
  expect(featureWords(realtor, name)).toEqual(words);
});

test('features of which several are declared as one say which they are', () => {
  expect(featureWords(diabetes, 'payer_code_rate:<30').label).toBe('Share of <30 by payer');
  expect(featureWords(diabetes, 'diag_1_group:circulatory').label).toMatch(/: circulatory$/);
  expect(featureWords(diabetes, 'race')).toMatchObject({ label: 'Race', column: 'race' });
});

test('every feature that is declared has words of its own, none of them a name', () => {
  for (const dataset of [realtor, diabetes]) {
    const labels = dataset.features.map(({ name }) => featureWords(dataset, name).label);
    expect(labels.filter((label) => /_|undefined/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBeGreaterThan(0.9 * labels.length);
  }
});
