import { describe, expect, it } from 'vitest';
import { column } from '../../ml/expression.ts';
import { faultsOf } from '../check.ts';
import { realtor } from '../realtor/index.ts';
import { faults } from './fixtures/changed.ts';

describe('columns that are named', () => {
  it('are there: else the nearest is told, or all', () => {
    const strange = [
      { kind: 'category', name: 'x', key: ['stat'] },
      { kind: 'formula', name: 'y', of: column('beds') },
    ];
    expect(faultsOf({ ...realtor, features: strange })).toEqual([
      { at: 'features[0].key[0]', message: 'there is no column "stat"; did you mean "state"?' },
      { at: 'features[1].of.name', message: 'there is no column "beds"; did you mean "bed"?' },
    ]);
    expect(faults(['group', ['house']])).toEqual([
      'group[0]: there is no column "house", only flat, size, rooms, district, rent',
    ]);
  });

  const missing = { when: 'missing', column: 'pool' };
  it.each<[at: string, path: string, value: unknown]>([
    ['identity[0]', 'identity', ['pool']],
    ['drift.columns[1]', 'drift.columns', ['size', 'pool']],
    ['slices[0]', 'slices', ['pool']],
    ['comparables[0]', 'comparables', ['pool']],
    ['listed[0]', 'listed', ['pool']],
    ['example.pool', 'example.pool', 1],
    ['rules[0].rejects.column', 'rules.0.rejects', missing],
    ['weights[0].when[0].column', 'weights', [{ when: [missing], counts: 2 }]],
    ['derived.size_per_room.of.right.name', 'derived.size_per_room.of.right.name', 'pool'],
    ['features[4].column', 'features.4.column', 'pool'],
    ['features[3].per', 'features.3.per', 'pool'],
    ['features[3].levels[0][1].column', 'features.3.levels', [['district', { column: 'pool', prefix: 1 }]]],
    ['target.column', 'target.column', 'pool'],
  ])('%s', (at, path, value) => {
    expect(faults([path, value])).toEqual([
      `${at}: there is no column "pool", only flat, size, rooms, district, rent`,
    ]);
  });

  it('are none that are derived', () => {
    expect(faults(['slices', ['size_per_room']]).join()).toContain('it is derived');
  });

  it.each<[said: string, path: string, value: unknown]>([
    [
      'features[0].of.name: the column "district" is of type text, expected one of numbers',
      'features.0.of.name',
      'district',
    ],
    [
      'features[4].column: the column "rooms" is of type integer, expected one of texts or codes',
      'features.4.column',
      'rooms',
    ],
    [
      'features[0].of.column: the column "size" is of type number, expected one of dates',
      'features.0.of',
      { op: 'year', column: 'size' },
    ],
    [
      'rules[1].rejects.column: the column "district" is of type text, expected one of numbers',
      'rules.1.rejects.column',
      'district',
    ],
    [
      'columns.district.width: is of columns of type code, this one is of type text',
      'columns.district.width',
      5,
    ],
  ])('hold what is needed of them: %s', (said, path, value) => {
    expect(faults([path, value])).toEqual([said]);
  });

  it.each<[said: string, path: string, value: unknown]>([
    [
      'columns.batch: the name "batch" is taken: it is a column that the tables have',
      'columns.batch',
      { type: 'text', label: 'x' },
    ],
    [
      'derived.size: the name "size" is that of columns.size, too',
      'derived.size',
      { label: 'Size', of: { op: 'constant', value: 1 } },
    ],
    ['features[1].name: the name "size" is that of features[0].name, too', 'features.1.name', 'size'],
    ['name: the name "public" is taken: it is a schema of the database', 'name', 'public'],
  ])('have names that are free: %s', (said, path, value) => {
    expect(faults([path, value])).toEqual([said]);
  });
});
