import { expect, it } from 'vitest';
import type { Dataset } from '../../datasets/declaration.ts';
import { normaliseColumn } from '../../datasets/normalise.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { limits } from './limits.ts';
import { objectRows } from './object-rows.ts';

it('a number of JSON is the number that it is where texts of the column are written otherwise', async () => {
  const price = { type: 'number', label: 'Price', numbers: '1.234,5' } as const;
  const dataset: Dataset = { ...realtor, columns: { price } };
  const rows = [{ price: 1.555 }, { price: '1.555' }, { price: 1e-7 }, { price: 250_000 }, { price: 0.5 }];
  const texts: string[] = [];
  const file = objectRows([rows], dataset, limits, 'json');
  for await (const _ of file.feed({
    record: (bytes, start, end) => texts.push(bytes.toString('utf8', start, end).replaceAll('"', '')),
    malformed: () => expect.unreachable(),
  }));
  expect(normaliseColumn(price, texts).column).toEqual(Float64Array.of(1.555, 1555, 1e-7, 250_000, 0.5));
});
