import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { column } from '../../ml/expression.ts';
import { seeded } from '../../ml/random.ts';
import { faultsOf } from '../check.ts';
import { changed, faults, tiny } from './fixtures/changed.ts';
import { declaration } from './schema.ts';
import { shapeFaults } from './shape.ts';

const OPERATORS =
  'column, constant, add, subtract, multiply, divide, equals, yearsBefore, year, month, codeNumber, feature';

describe('the form of a declaration', () => {
  it.each<[string, unknown, string]>([
    [
      'features.3.kind',
      'formla',
      'features[3].kind: "formla" is none of formula, targetMean, groupMean, frequency, oneHot, category, scale, group; did you mean "formula"?',
    ],
    [
      'columns.flat.type',
      'txt',
      'columns.flat.type: "txt" is none of number, integer, date, code, text; did you mean "text"?',
    ],
    ['features.2.of.op', 'mean', `features[2].of.op: "mean" is none of ${OPERATORS}`],
    [
      'features.2.of.op',
      'yearsBeforeLoad',
      `features[2].of.op: "yearsBeforeLoad" is none of ${OPERATORS}; did you mean "yearsBefore"?`,
    ],
    [
      'derived.size_per_room.of.left.op',
      'colum',
      `derived.size_per_room.of.left.op: "colum" is none of ${OPERATORS}; did you mean "column"?`,
    ],
    [
      'rules.0.rejects.when',
      'at-most',
      'rules[0].rejects.when: "at-most" is none of missing, present, invalid, outside, at most, one of, not one of; did you mean "at most"?',
    ],
    [
      'target.task',
      'regresion',
      'target.task: "regresion" is none of regression, classification; did you mean "regression"?',
    ],
    [
      'columns.living space',
      { type: 'number', label: 'x', unti: 'm' },
      'columns["living space"].unti: there is no such key, only type, label, description, unit, range, missing, width, case, dates, numbers, values, optional; did you mean "unit"?',
    ],
    ['target.task', undefined, 'target.task: is missing, expected one of regression, classification'],
    ['columns.size.label', undefined, 'columns.size.label: is missing, expected a text'],
    ['features', undefined, 'features: is missing, expected a list'],
    ['features', [], 'features: is empty, expected at least one'],
    ['columns', {}, 'columns: is empty, expected an object'],
    ['identity', 'flat', 'identity: expected a list, got "flat"'],
    ['target', null, 'target: expected an object with "task", got null'],
    ['training.minRows', '400', 'training.minRows: expected a whole number of at least 1, got "400"'],
    ['drift.minRows', 29, 'drift.minRows: expected a whole number of at least 30, got 29'],
    ['drift.share', 50, 'drift.share: expected a number from 0 to 1, got 50'],
    ['columns.size.range', [1], 'columns.size.range: expected a list of 2 numbers, got one of 1'],
    ['columns.size.range', [1, Number.NaN], 'columns.size.range[1]: expected a number, got NaN'],
    ['features.0.monotone', 2, 'features[0].monotone: 2 is none of 1, -1'],
    ['listed', ['district', 'district'], 'listed[1]: "district" is there twice'],
    [
      'weights',
      [{ when: [], counts: 0 }],
      'weights[0].when: is empty, expected at least one|weights[0].counts: expected a number above 0, got 0',
    ],
    [
      'name',
      'Tiny Flats',
      'name: expected lower case, digits and "-", at most 40 of them, a letter first, got "Tiny Flats"',
    ],
    ['rules.0.name', 'No rent', 'rules[0].name: expected a name in snake_case, got "No rent"'],
    [
      'features.3.levels',
      [[{ column: 'flat' }]],
      'features[3].levels[0][0].prefix: is missing, expected a whole number of at least 1',
    ],
  ])('%s: %j', (path, value, said) => {
    expect(faults([path, value]).join('|')).toBe(said);
  });

  it.each([[undefined], [null], ['flats.csv'], [[]], [() => tiny]])('%s is none', (value) => {
    expect(faultsOf(value)).toMatchObject([
      { at: '', message: expect.stringMatching(/^expected an object, got /) },
    ]);
  });

  it('faults in one part hide none in another, and none makes others', () => {
    const all = faults(
      ['features.3.kind', 'formla'],
      ['columns.size.type', 'numbr'],
      ['target.column', 'rnt'],
      ['accept.0.metric', 'auc'],
      ['features.5', { kind: 'formula', name: 'y', of: { op: 'feature', name: 'district_rent' } }],
    );
    expect(all.map((one) => one.slice(0, one.indexOf(':')))).toEqual([
      'columns.size.type',
      'features[3].kind',
      'target.column',
      'accept[0].metric',
    ]);
  });

  /** Random places of a good declaration get random values. */
  it('is what the validator of the same schema takes', () => {
    const validator = Compile(declaration);
    const random = seeded('declarations', 1);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    const path = (value: unknown): string[] => {
      if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [];
      const [key, inner] = pick(Object.entries(value));
      return random() < 0.7 ? [key, ...path(inner)] : [key];
    };
    const values = [
      undefined,
      null,
      0,
      -1,
      1.5,
      '',
      'x',
      'number',
      [],
      ['a', 'a'],
      {},
      { a: 1 },
      true,
      column('size'),
    ];
    const verdicts = Array.from({ length: 1000 }, () => {
      // As in a file of JSON: what is undefined is not there, and a hole in a list is null.
      const text = JSON.stringify(changed(tiny, [path(tiny).join('.'), pick(values)]));
      const written: unknown = JSON.parse(text);
      return {
        text,
        validator: validator.Check(written),
        walk: shapeFaults(declaration, written).length === 0,
      };
    });
    expect(verdicts.filter(({ validator: theirs, walk }) => theirs !== walk)).toEqual([]);
    expect(verdicts.filter(({ walk }) => !walk).length).toBeGreaterThan(300);
  });
});
