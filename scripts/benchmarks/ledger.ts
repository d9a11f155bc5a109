/** Ingest and clean of large files, rows a second: of one with many duplicates, and of one whose rows are nearly all new. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { BatchReport } from '../../shared/api/batches.ts';
import { type Figure, leftOut, median, realFile } from './figure.ts';
import { residentMegabytes } from './memory.ts';
import { spanOf, throughStages, withPlatform } from './running.ts';

const FILE = 'realtor-904k-10col.csv.gz';
const DIFFERENT = 'realtor.csv.gz';
const COPIES = 10;
const STAGES = ['ingest', 'clean'];
/** Each on a platform of its own. */
const RUNS = 5;

export async function ledgerFigures(): Promise<Figure[]> {
  const what = 'ingest + clean';
  const file = realFile(FILE);
  const figures = file ? await figuresOf(what, '100,000', file) : [leftOut(what, 'rows/s', '100,000', FILE)];
  return [...figures, ...(await distinctFigures())];
}

async function distinctFigures(): Promise<Figure[]> {
  const what = 'ingest + clean, nearly all rows new';
  const file = realFile(DIFFERENT);
  if (!file) return [leftOut(what, 'rows/s', '60,000', DIFFERENT)];
  const folder = mkdtempSync(join(tmpdir(), 'marea-distinct-'));
  try {
    const copies = join(folder, DIFFERENT);
    writeFileSync(copies, gzipSync(differentCopies(gunzipSync(readFileSync(file)).toString())));
    return await figuresOf(what, '60,000', copies);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rows ten times, each time a dollar dearer. */
function differentCopies(csv: string): string {
  const [head = '', ...lines] = csv.trimEnd().split('\n');
  const price = head.split(',').indexOf('price');
  const dearer = (line: string, by: number): string => {
    const values = line.split(',');
    if (values[price]) values[price] = String(Number(values[price]) + by);
    return values.join(',');
  };
  const all = Array.from({ length: COPIES }, (_, by) => lines.map((line) => dearer(line, by)));
  return `${[head, ...all.flat()].join('\n')}\n`;
}

async function figuresOf(what: string, goal: string, file: string): Promise<Figure[]> {
  const peaks = new Map<string, number>();
  const rates: number[] = [];
  let received = 0;
  for (let run = 0; run < RUNS; run++) {
    const report = await reportOf(file, peaks);
    received = report.received ?? 0;
    rates.push(received / spanOf(report, STAGES));
    const each = STAGES.map((stage) => `${stage} ${spanOf(report, [stage]).toFixed(1)} s`);
    console.log(`  ${received.toLocaleString('en-US')} rows: ${each.join(', ')}`);
  }
  return [
    {
      what: `${what}, ${received.toLocaleString('en-US')} rows`,
      value: median(rates),
      unit: 'rows/s',
      goal,
      note: `median of ${rates.map((rate) => Math.round(rate).toLocaleString('en-US')).join(', ')}`,
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

/** On a platform of its own. @param peaks of memory, by stage: raised to what is seen */
async function reportOf(file: string, peaks: Map<string, number>): Promise<BatchReport> {
  return await withPlatform((platform) => {
    platform.observe((seen) => {
      if (seen.kind !== 'delivery' || !STAGES.includes(seen.trigger)) return;
      for (const { pid } of platform.pods(seen.trigger)) {
        const peak = residentMegabytes(pid, 'VmHWM') ?? 0;
        peaks.set(seen.trigger, Math.max(peak, peaks.get(seen.trigger) ?? 0));
      }
    });
    return throughStages(platform, 'realtor', file, STAGES);
  });
}
