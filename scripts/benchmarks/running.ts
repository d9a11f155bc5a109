/** A platform of its own for a measurement, and the way of a file through it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswer, BatchReport } from '../../shared/api/batches.ts';
import { s3 } from '../../shared/store/objects.ts';
import { isBegun } from '../cli/batch-report.ts';
import { clientOf } from '../cli/client.ts';
import { batchReceivedRequest } from '../cli/event.ts';
import { follow, pathOf } from '../cli/follow.ts';
import { type Platform, startPlatform } from '../platform/platform.ts';
import { passedOn } from '../platform/processes/passed-on.ts';
import { prepareStores } from '../platform/stores/prepare.ts';

/** Runs `use` on a platform with an empty data folder, which is gone afterwards. */
export async function withPlatform<T>(use: (platform: Platform) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'marea-bench-'));
  const platform = await startPlatform({
    port: 0,
    data,
    env: passedOn(process.env),
    prepare: prepareStores,
  });
  try {
    return await use(platform);
  } finally {
    await platform.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

export interface Way {
  readonly report: BatchReport;
  /** From the POST to the end of the chain, in seconds. */
  readonly seconds: number;
}

/** Posts the file as one batch, and follows that to its end. */
export async function wayOf(platform: Platform, dataset: string, file: string): Promise<Way> {
  const client = clientOf({ to: platform.url });
  const started = performance.now();
  const batch = await postedFile(platform, dataset, file);
  const report = await follow(client, dataset, batch, {
    line: (text) => console.log(`  ${text}`),
    progress: () => {},
  });
  if (!isBegun(report)) throw new Error(`batch ${batch} was not taken: ${report.deadLetters[0]?.error}`);
  return { report, seconds: (performance.now() - started) / 1000 };
}

/** Posts the file as one batch. @returns its report as soon as these stages have ended: what follows is not waited for */
export async function throughStages(
  platform: Platform,
  dataset: string,
  file: string,
  stages: readonly string[],
): Promise<BatchReport> {
  const client = clientOf({ to: platform.url });
  const batch = await postedFile(platform, dataset, file);
  const ended = ({ stages: seen }: BatchAnswer): boolean =>
    stages.every((name) => seen.some(({ stage, endedAt }) => stage === name && endedAt));
  for (;;) {
    const report = await client.get<BatchAnswer>(pathOf(dataset, batch));
    if (report.deadLetters.length > 0)
      throw new Error(`batch ${batch} was not taken: ${report.deadLetters[0]?.error}`);
    if (isBegun(report) && ended(report)) return report;
    // Seldom, as to be asked takes of what is measured.
    await sleep(1000);
  }
}

/** Puts the file where an upload puts it, and posts it as one batch. @returns its name */
async function postedFile(platform: Platform, dataset: string, file: string): Promise<string> {
  const batch = `bench-${randomUUID().slice(0, 8)}`;
  const key = `${dataset}/bench/${batch}/${basename(file)}`;
  await s3(platform.s3).put({ bucket: 'data-raw', key }, await readFile(file));
  const { headers, body } = batchReceivedRequest({
    dataset,
    batch,
    dataref: `s3://data-raw/${key}`,
    filename: basename(file),
    origin: 'source',
  });
  await clientOf({ to: platform.url }).postEvent(headers, body);
  return batch;
}

/** Seconds from the begin of the first of these stages to the end of the last. */
export function spanOf({ stages }: BatchReport, names: readonly string[]): number {
  const chosen = stages.filter(({ stage, endedAt }) => names.includes(stage) && endedAt);
  const from = Math.min(...chosen.map(({ startedAt }) => Date.parse(startedAt)));
  const to = Math.max(...chosen.map(({ endedAt }) => Date.parse(endedAt ?? '')));
  return (to - from) / 1000;
}
