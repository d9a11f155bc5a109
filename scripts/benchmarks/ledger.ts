/** Ingest and clean of a large file, rows a second. */
import { type Figure, leftOut, realFile } from './figure.ts';
import { residentMegabytes } from './memory.ts';
import { spanOf, wayOf, withPlatform } from './running.ts';

const FILE = 'realtor-904k-10col.csv.gz';
const STAGES = ['ingest', 'clean'];

export async function ledgerFigures(): Promise<Figure[]> {
  const file = realFile(FILE);
  if (!file) return [leftOut('ingest + clean', 'rows/s', '100,000', FILE)];
  const peaks = new Map<string, number>();
  const { report } = await withPlatform((platform) => {
    platform.observe((seen) => {
      if (seen.kind !== 'delivery' || !STAGES.includes(seen.trigger)) return;
      for (const { pid } of platform.pods(seen.trigger))
        peaks.set(seen.trigger, residentMegabytes(pid, 'VmHWM') ?? 0);
    });
    return wayOf(platform, 'realtor', file);
  });
  const seconds = spanOf(report, STAGES);
  const each = STAGES.map((stage) => `${stage} ${spanOf(report, [stage]).toFixed(1)} s`);
  const { received = 0 } = report;
  return [
    {
      what: `ingest + clean, ${received.toLocaleString('en-US')} rows`,
      value: received / seconds,
      unit: 'rows/s',
      goal: '100,000',
      note: each.join(', '),
    },
    ...STAGES.map(
      (stage): Figure => ({
        what: `  peak resident memory of ${stage}`,
        value: peaks.get(stage),
        unit: 'MB',
        goal: '< 512',
      }),
    ),
  ];
}
