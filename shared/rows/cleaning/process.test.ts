/** A frame of raw texts: which of its rows are one row, and what of it cannot be read. */
import { expect, it } from 'vitest';
import { realtor } from '../../datasets/realtor/index.ts';
import { type Frame, frameColumn } from './frame.ts';
import { processor } from './process.ts';
import { unreadableTally } from './unreadable.ts';

const names = Object.keys(realtor.columns);
const row = { price: '250000', bed: '3', city: 'Rome', state: 'Ohio' };

/** Listings that are equal but for these values. */
function frameOf(rows: readonly Readonly<Record<string, string>>[]): Frame {
  const filled = rows.map((each) => ({ ...row, ...each }) as Readonly<Record<string, string>>);
  return {
    rows: rows.length,
    rowNumbers: rows.map((_, index) => index + 1),
    malformed: rows.map(() => ''),
    columns: names.map((name) => frameColumn(filled.map((each) => each[name] ?? ''))),
  };
}

const candidates = (frame: Frame) => processor(realtor)(frame).candidates;

it('values that cannot be read are equal to none that are missing, and to their like alone', () => {
  const lots = ['', 'NaN', 'a third', 'a third ', 'a half', '0.5', '0.50'];
  const { rows, repeated } = candidates(frameOf(lots.map((acre_lot) => ({ acre_lot }))));
  expect(rows.map((at) => lots[at])).toEqual(['', 'a third', 'a half', '0.5']);
  expect(repeated).toBe(3);
});

it('what cannot be read is stored as missing', () => {
  const { columns } = processor(realtor)(frameOf([{ acre_lot: 'a third' }]));
  expect(columns.acre_lot?.[0]).toBeNaN();
});

it('unreadable values are counted over frames, of those that are there, with the first different examples', () => {
  const tally = unreadableTally();
  const lots = ['', 'NaN', 'a third', ' a half', 'a third', 'a fifth', `${'9'.repeat(70)}x`, '1.5', '2'];
  for (const some of [lots.slice(0, 4), lots.slice(4)]) {
    const frame = frameOf(some.map((acre_lot) => ({ acre_lot })));
    tally.add(frame, processor(realtor)(frame).normalised);
  }
  expect(tally.total()).toEqual({
    acre_lot: { values: 5, of: 7, examples: ['a third', 'a half', 'a fifth'] },
  });
});
