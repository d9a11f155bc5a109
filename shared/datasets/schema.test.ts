import { describe, expect, it } from 'vitest';
import { realtor } from './realtor/index.ts';
import { requestSchema, validateRequest } from './schema.ts';

describe('validateRequest', () => {
  it('normalises a good request', () => {
    const checked = validateRequest(realtor, {
      zip_code: 6016,
      status: 'FOR_SALE',
      bed: '3',
      prev_sold_date: '1970-01-02',
    });
    expect(checked).toMatchObject({
      row: { zip_code: '06016', status: 'for_sale', bed: 3, prev_sold_date: 1 },
      ignored: [],
    });
  });

  it('names every bad field at once', () => {
    const checked = validateRequest(realtor, {
      bed: 'many',
      bath: -1,
      prev_sold_date: 'soon',
      city: { name: 'Perth' },
      state: 'Ohio',
    });
    expect('problems' in checked && checked.problems.map((problem) => problem.field).sort()).toEqual([
      'bath',
      'bed',
      'city',
      'prev_sold_date',
    ]);
  });

  it('an empty object is a row in which all is missing', () => {
    const checked = validateRequest(realtor, {});
    expect('row' in checked && Object.values(checked.row).every((value) => value === null)).toBe(true);
  });

  it('fields that there are not are ignored, and reported', () => {
    const checked = validateRequest(realtor, { bed: 2, pool: true, price: 5, __proto__: { bath: 3 } });
    expect(checked).toMatchObject({ ignored: ['pool', 'price'], row: { bed: 2, bath: null } });
  });

  it('a field whose name differs in blanks and composition is the column, unless that is there itself', () => {
    expect(validateRequest(realtor, { '\ufeffbed': 2, 'zip_code\u00a0': 6016 })).toMatchObject({
      row: { bed: 2, zip_code: '06016' },
      given: { bed: 2, zip_code: 6016 },
      ignored: [],
    });
    expect(validateRequest(realtor, { ' bed': 2, bed: 3 })).toMatchObject({
      row: { bed: 3 },
      ignored: [' bed'],
    });
  });

  it('an object without one known field is refused, with the nearest names', () => {
    const checked = validateRequest(realtor, { 'Bath Room': 1, BED: 3, price: 5 });
    expect('problems' in checked && checked.problems).toEqual([
      {
        field: '',
        message:
          'not one field is known: "Bath Room", "BED" (did you mean "bed"?), "price"; expected any of brokered_by, ' +
          'status, bed, bath, acre_lot, street, city, state, zip_code, house_size, prev_sold_date',
        value: 'an object',
      },
    ]);
  });

  it.each([[null], [[]], ['x'], [5]])('%j is no request', (value) => {
    expect(validateRequest(realtor, value)).toHaveProperty('problems');
  });
});

it('the schema of a request has every column but the target, with label and range', () => {
  const { properties } = requestSchema(realtor) as { properties: Record<string, object> };
  expect(Object.keys(properties)).not.toContain('price');
  expect(properties.bed).toMatchObject({ title: 'Bedrooms', minimum: 0 });
});
