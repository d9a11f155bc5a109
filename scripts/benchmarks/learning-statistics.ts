/** What it costs to see whether data have changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normal, type Random, seeded } from '../../shared/ml/random.ts';
import { ksTest } from '../../shared/stats/kolmogorov-smirnov.ts';
import { compareProfiles } from '../../shared/stats/profile/compare-profiles.ts';
import { profileOf } from '../../shared/stats/profile/profile-of.ts';
import { sorted } from '../../shared/stats/sorted.ts';
import { type Figure, median } from './figure.ts';
import { pythonHas, referenceAnswer } from './python.ts';

const LONG = 1_000_000;
const ROWS = 20_000;
const TIMES = 5;

export async function statisticsFigures(): Promise<Figure[]> {
  return [await ksFigure(), driftFigure()];
}

async function ksFigure(): Promise<Figure> {
  const random = seeded(1);
  const a = new Float64Array(LONG).map(() => Math.exp(normal(random)));
  const b = new Float64Array(LONG).map(() => Math.exp(normal(random) + 0.001));
  const value = timed(() => ksTest({ values: sorted(a) }, { values: sorted(b) }));
  const figure = { what: 'KS, 1,000,000 against 1,000,000 values', value, unit: 'ms', goal: '< 300' };
  if (!(await pythonHas(['numpy', 'scipy'])))
    return { ...figure, note: 'skipped beside scipy: $PYTHON (python3) lacks it' };
  const theirs = await scipySeconds(a, b);
  return {
    ...figure,
    note: `scipy ${(1000 * theirs).toFixed(0)} ms: ${(value / 1000 / theirs).toFixed(2)} of it`,
  };
}

async function scipySeconds(a: Float64Array, b: Float64Array): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-ks-'));
  try {
    writeFileSync(join(folder, 'a.f64'), a);
    writeFileSync(join(folder, 'b.f64'), b);
    return (await referenceAnswer<{ seconds: number }>('ks.py', [folder])).seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both sides are profiled and compared: in the platform the reference's profile is there already. */
function driftFigure(): Figure {
  const random = seeded(2);
  const [reference, current] = [batch(random), batch(random)];
  const names = Object.keys(reference.columns);
  const kinds = Object.fromEntries(
    Object.entries(reference.columns).map(
      ([name, column]) => [name, column instanceof Float64Array ? 'numeric' : 'text'] as const,
    ),
  );
  const value = timed(() => {
    const profile = profileOf(reference, kinds);
    compareProfiles(profile, profileOf(current, kinds, profile), { columns: names });
  });
  const what = `drift, 20,000 against 20,000 rows x ${names.length} columns`;
  return { what, value, unit: 'ms', goal: '< 150', note: 'both profiled, all tests' };
}

/** Eight columns of numbers, four of texts: a few values, fifty, thousands. */
function batch(random: Random): Parameters<typeof profileOf>[0] {
  const numbers = (of: () => number) => Float64Array.from({ length: ROWS }, of);
  const texts = (values: number) =>
    Array.from({ length: ROWS }, () => `value ${Math.floor(values * random() ** 2)}`);
  const skewed = Array.from({ length: 4 }, () => numbers(() => Math.exp(normal(random))));
  const counts = Array.from({ length: 2 }, () => numbers(() => Math.floor(10 * random())));
  const gaps = Array.from({ length: 2 }, () => numbers(() => (random() < 0.2 ? Number.NaN : normal(random))));
  const columns = [...skewed, ...counts, ...gaps, texts(3), texts(50), texts(500), texts(5000)];
  return { rows: ROWS, columns: Object.fromEntries(columns.map((column, i) => [`c${i}`, column])) };
}

/** Median of some runs, in milliseconds; the first is not counted. */
function timed(run: () => void): number {
  run();
  const times = Array.from({ length: TIMES }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return median(times);
}
