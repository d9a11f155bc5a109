/** One fit of boosted trees beside LightGBM and XGBoost on the same arrays, and how it grows with the rows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { normal, seeded } from '../../shared/ml/random.ts';
import { type Figure, median } from './figure.ts';
import { residentMegabytes } from './memory.ts';
import { python, pythonHas } from './python.ts';

const COLUMNS = 12;
/** Fits of each, in turn. */
const REPEATS = 3;
const TSX = ['--import', import.meta.resolve('tsx')];
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export async function fitFigures(): Promise<Figure[]> {
  const [small, large] = [written(50_000), written(500_000)];
  try {
    const others = (await pythonHas(['numpy', 'lightgbm', 'xgboost']))
      ? [fitter(python, [path('../reference/fit.py')], small)]
      : [];
    const own = fitter(process.execPath, [...TSX, path('fit-process.ts')], small);
    const one = await timed(own, others[0], 1);
    const two = await timed(own, others[0], 2);
    for (const each of [own, ...others]) each.end();
    return [figure('one thread', one), figure('two threads', two), ...(await grown(large, one))];
  } finally {
    for (const { folder } of [small, large]) rmSync(folder, { recursive: true, force: true });
  }
}

interface Arrays {
  readonly folder: string;
  readonly rows: number;
}

/** Normal columns, a third of them with gaps, and a target of steps, waves and products. */
function written(rows: number): Arrays {
  const random = seeded('fit', rows);
  const x = new Float32Array(rows * COLUMNS);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const one = x.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    for (let j = 0; j < COLUMNS; j++) one[j] = j % 3 === 0 && random() < 0.05 ? Number.NaN : normal(random);
    const [a, b, c, d, e] = Array.from(one, (value) => (Number.isNaN(value) ? 0.4 : value));
    const step = (d ?? 0) > 0.31 ? (e ?? 0) : 0;
    y[row] = 2 * (a ?? 0) + Math.sin(3 * (b ?? 0)) * (c ?? 0) + step + 0.5 * normal(random);
  }
  const folder = mkdtempSync(join(tmpdir(), 'marea-fit-'));
  writeFileSync(join(folder, 'x.f32'), x);
  writeFileSync(join(folder, 'y.f64'), y);
  return { folder, rows };
}

interface Fitter {
  readonly process: ChildProcess;
  /** Seconds of one fit. */
  fit(library: string, threads: number): Promise<number>;
  end(): void;
}

/** A process that fits when asked to: see fit-process.ts. */
function fitter(command: string, args: readonly string[], { folder, rows }: Arrays): Fitter {
  const child = spawn(command, [...args, folder, String(rows)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    async fit(library, threads) {
      child.stdin.write(`${library} ${threads}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ended before it had fitted`);
      return Number(value);
    },
    end: () => child.stdin.end(),
  };
}

interface Times {
  readonly marea: number;
  readonly lightgbm?: number;
  readonly xgboost?: number;
}

/** Medians of seconds, each library in its turn; the first fit of each warms up. */
async function timed(own: Fitter, others: Fitter | undefined, threads: number): Promise<Times> {
  const libraries = others ? (['marea', 'lightgbm', 'xgboost'] as const) : (['marea'] as const);
  const seconds = { marea: [] as number[], lightgbm: [] as number[], xgboost: [] as number[] };
  for (let i = 0; i <= REPEATS; i++)
    for (const library of libraries) {
      const taken = await (library === 'marea' ? own : (others ?? own)).fit(library, threads);
      if (i > 0) seconds[library].push(taken);
    }
  const [marea, lightgbm, xgboost] = [seconds.marea, seconds.lightgbm, seconds.xgboost].map(median);
  return others ? ({ marea, lightgbm, xgboost } as Times) : { marea: marea as number };
}

function figure(how: string, { marea, lightgbm, xgboost }: Times): Figure {
  const what = `fit 50,000 x 12, 200 trees, ${how}`;
  const goal = '<= 1 x LightGBM';
  if (!lightgbm || !xgboost)
    return { what, value: marea, unit: 's', goal, note: `${python} has no lightgbm and xgboost to compare` };
  const note = `${marea.toFixed(2)} s; LightGBM ${lightgbm.toFixed(2)} s, XGBoost ${xgboost.toFixed(2)} s`;
  return { what, value: marea / lightgbm, unit: 'x LightGBM', goal, note };
}

/** Ten times the rows. */
async function grown(large: Arrays, { marea }: Times): Promise<Figure[]> {
  const own = fitter(process.execPath, [...TSX, path('fit-process.ts')], large);
  const seconds = await own.fit('marea', 1);
  const peak = residentMegabytes(own.process.pid, 'VmHWM');
  own.end();
  const what = 'fit 500,000 x 12, 200 trees, one thread';
  const note = `${seconds.toFixed(1)} s`;
  return [
    { what: `${what}: memory`, value: peak, unit: 'MB', goal: '< 400' },
    { what: `${what}: time`, value: seconds / marea, unit: 'x 50,000 rows', goal: '10 is linear', note },
  ];
}
