/** Drafts of files that are made here, so that what is in them is known. */
import { expect, it } from 'vitest';
import { faultsOf } from '../../datasets/check.ts';
import { seeded } from '../../ml/random.ts';
import { limits } from '../reading/limits.ts';
import { draftFile } from './draft.ts';

const open = (text: string) => ({
  async *open() {
    yield Buffer.from(text);
  },
  named: { filename: 'x.csv' },
});

/** Flats: a rent that hangs on size and district, with a leak, a row number, a code, a day and missing values. */
function flats(rows: number): string {
  const random = seeded('flats');
  const lines = ['row_id,size,district,zip,let_on,heating,rent,rent_cents,customer_id'];
  for (let i = 0; i < rows; i++) {
    const size = 20 + Math.floor(130 * random());
    const district = ['Harbour', 'Old Town', 'Works'][i % 3] ?? '';
    const rent = Math.round(size * (8 + 5 * (i % 3)) * (0.9 + 0.2 * random()));
    const zip = `0${1000 + (i % 7)}`;
    const day = `${String(1 + (i % 28)).padStart(2, '0')}.${String(1 + (i % 12)).padStart(2, '0')}.2021`;
    lines.push(
      `${i},${i % 11 === 0 ? '?' : size},${district},${zip},${day},x,${rent},${rent * 100},${1000 + (i % 200)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const drafted = (text: string, target: string) => draftFile(open(text), { name: 'flats', target }, limits);

it('types are those of the values, and the draft is a declaration without a fault', async () => {
  const { dataset } = await drafted(flats(800), 'rent');
  expect(faultsOf(dataset)).toEqual([]);
  expect(dataset.columns.size).toMatchObject({ type: 'integer', missing: ['?'] });
  expect(dataset.columns.zip).toMatchObject({ type: 'code', width: 5 });
  expect(dataset.columns.let_on).toMatchObject({ type: 'date', dates: 'day.month.year' });
  expect(dataset.columns.district).toMatchObject({ type: 'text' });
  expect(dataset.target).toMatchObject({ column: 'rent', task: 'regression' });
});

it('the target in disguise, row numbers and what never changes are no features; why is said', async () => {
  const { dataset, reasons } = await drafted(flats(800), 'rent');
  const text = JSON.stringify(dataset.features);
  for (const name of ['rent_cents', 'row_id', 'heating']) expect(text).not.toContain(name);
  expect(text).toContain('"size"');
  const why = reasons.filter(({ at }) => at[1] === 'rent_cents').map((reason) => reason.why);
  expect(why.join()).toContain('gives the answer away');
});

it('a row is named by its number, and a customer stays on one side', async () => {
  const { dataset } = await drafted(flats(800), 'rent');
  expect(dataset.identity).toEqual(['row_id']);
  expect(dataset.group).toEqual(['customer_id']);
  expect(dataset.columns.customer_id?.type).toBe('code');
});

it('what a model must reach lies between nothing and what a quick fit has reached', async () => {
  const { dataset } = await drafted(flats(800), 'rent');
  const least = dataset.accept[0]?.least ?? 0;
  expect(least).toBeGreaterThan(0.3);
  expect(least).toBeLessThan(0.5);
});

it('two numbers are classes, and a sum of two columns is seen to be one', async () => {
  const random = seeded('sums');
  const lines = Array.from({ length: 400 }, () => {
    const [a, b] = [Math.floor(100 * random()), Math.floor(100 * random())];
    return `${a},${b},${Math.floor(9 * random())},${a + b},${a > 50 ? 1 : 0}`;
  });
  const text = `casual,registered,hour,rides,busy\n${lines.join('\n')}\n`;
  expect((await drafted(text, 'busy')).dataset.target).toMatchObject({
    task: 'classification',
    classes: ['0', '1'],
  });
  const { features } = (await drafted(text, 'rides')).dataset;
  expect(features.map(({ name }) => name)).not.toContain('casual');
});

it('what cannot be drafted is said with what to do', async () => {
  const many = Array.from({ length: 5_000 }, (_, i) => `${i % 7},c${i % 300}`).join('\n');
  await expect(drafted(`a,kind\n${many}\n`, 'kind')).rejects.toThrow(
    /300 classes, at most 200 .* group the rare ones/,
  );
  await expect(drafted(flats(800), 'rnet')).rejects.toThrow('did you mean "rent"?');
  await expect(drafted(flats(20), 'rent')).rejects.toThrow('at least 100');
  const json = { ...open('[{"a": 1}]'), named: { filename: 'x.json' } };
  await expect(draftFile(json, { name: 'x', target: 'a' }, limits)).rejects.toThrow('from CSV alone');
});
