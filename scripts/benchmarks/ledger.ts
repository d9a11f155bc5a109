/** Ingest and clean of a large file, rows a second. */
import { type Figure, leftOut, realFile } from './figure.ts';
import { spanOf, wayOf, withPlatform } from './running.ts';

const FILE = 'realtor-904k-10col.csv.gz';

export async function ledgerFigures(): Promise<Figure[]> {
  const file = realFile(FILE);
  if (!file) return [leftOut('ingest + clean', 'rows/s', '100,000', FILE)];
  const { report } = await withPlatform((platform) => wayOf(platform, 'realtor', file));
  const seconds = spanOf(report, ['ingest', 'clean']);
  const each = ['ingest', 'clean'].map((stage) => `${stage} ${spanOf(report, [stage]).toFixed(1)} s`);
  const { received = 0 } = report;
  return [
    {
      what: `ingest + clean, ${received.toLocaleString('en-US')} rows`,
      value: received / seconds,
      unit: 'rows/s',
      goal: '100,000',
      note: each.join(', '),
    },
  ];
}
