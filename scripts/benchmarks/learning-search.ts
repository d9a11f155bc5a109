/** How long a search takes, beside XGBoost with Optuna on the same rows and features. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3 } from '../../shared/store/objects.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import { type TrainingData, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Figure, leftOut, realFile } from './figure.ts';
import { pythonHas, referenceAnswer } from './python.ts';
import { spanOf, wayOf, withPlatform } from './running.ts';

const FILE = 'realtor.csv.gz';
const TRIALS = 10;
const WHAT = `search of ${TRIALS} trials, realtor`;
const GOAL = 'half of XGBoost + Optuna';

/** Ours from the first trial's event to the last one's end: planned in rounds, two at a time, each read from the store. */
export async function searchFigures(): Promise<Figure[]> {
  const file = realFile(FILE);
  if (!file) return [leftOut(WHAT, 's', GOAL, FILE)];
  const { seconds, data } = await withPlatform(async (platform) => {
    const { report } = await wayOf(platform, 'realtor', file);
    if (!report.training?.endedAt) throw new Error(`the training did not end: ${report.outcome}`);
    const workspace = workspaceOf(s3(platform.s3), 'realtor', report.training.run);
    return { seconds: spanOf(report, ['trial']), data: await workspace.readData() };
  });
  const ours = { what: WHAT, value: seconds, unit: 's', goal: GOAL };
  if (!(await pythonHas(['numpy', 'optuna', 'xgboost'])))
    return [{ ...ours, note: 'skipped beside XGBoost + Optuna: $PYTHON (python3) lacks them' }];
  const theirs = await usualSearch(data);
  const ratio = (seconds / theirs.seconds).toFixed(2);
  return [{ ...ours, note: `XGBoost + Optuna ${theirs.seconds.toFixed(1)} s: ${ratio} of it` }];
}

async function usualSearch(data: TrainingData): Promise<{ seconds: number; loss: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-search-'));
  try {
    for (const part of ['train', 'validation'] as const) {
      const { x, y, weight = new Float64Array(y.length).fill(1) } = examplesOf(data, part);
      await writeFile(join(folder, `${part}.x.f32`), x.data);
      await writeFile(join(folder, `${part}.y.f64`), y);
      await writeFile(join(folder, `${part}.weight.f64`), weight);
    }
    await writeFile(join(folder, 'shape.json'), JSON.stringify({ columns: data.matrix.names.length }));
    return await referenceAnswer('search.py', [folder, String(TRIALS)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
