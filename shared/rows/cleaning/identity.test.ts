/**
 * Identities are stored, by earlier releases too: a row that comes again has to have the one that it had. The expected
 * ones are of Python: hashlib.sha256(''.join(part + '\t' for part in parts).encode()).hexdigest()[:32].
 */
import { expect, it } from 'vitest';
import { realtor } from '../../datasets/realtor/index.ts';
import { frameColumn } from './frame.ts';
import { hexOf } from './identity.ts';
import { processor } from './process.ts';

const names = Object.keys(realtor.columns);

function identitiesOf(...rows: readonly (readonly string[])[]): string[] {
  const { candidates } = processor(realtor)({
    rows: rows.length,
    rowNumbers: rows.map((_, row) => row + 1),
    malformed: rows.map(() => ''),
    columns: names.map((_, column) => frameColumn(rows.map((row) => row[column] ?? ''))),
  });
  return candidates.identities.map(hexOf);
}

it('are those of the values, written in their one way', () => {
  expect(
    identitiesOf(
      '22611.0,FOR_SALE,2.5e5,3,2.0,.25,1758218,Hartford,Connecticut,6106,1800,2015/06/30'.split(','),
      [',sold,99999.50,3,,0.1,', 'Catan\u0303o\\Bay,Puerto  Rico,962,,'].join(',').split(','),
      '22611,for_sale,250000,3,2,a third,1758218,Hartford,Connecticut,06106,1800,1969-12-31'.split(','),
    ),
  ).toEqual([
    'b5a059068e4b536d352f0248fe468fdf',
    // ['', 'sold', '99999.5', '3', '', '0.1', '', 'Cataño\\\\Bay' (a backslash is doubled), 'Puerto Rico', '00962', '', '']
    '2330eb116be90f39d322d193cca2226e',
    // what cannot be read: '\na third'
    '13749dfb304104c5b6f402cef396e94f',
  ]);
});

it('of long rows, too, and of short ones behind them', () => {
  const withCity = (city: string): string[] => ['', '', '1000', '', '', '', '', city];
  expect(identitiesOf(withCity('x'.repeat(3000)), withCity('x'))).toEqual([
    '32548ea7fa4a43fed44dcf5912d618b9',
    '0dc1d014a3bb098c9b5c22bc7d73b568',
  ]);
});
