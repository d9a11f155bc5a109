import { describe, expect, it } from 'vitest';
import { below, normal, seeded } from '../../../random.ts';
import type { Matrix } from '../../../table.ts';
import { families } from '../../families.ts';
import type { Family } from '../../family.ts';
import { scoreModel } from '../../score.ts';

const regression = { task: 'regression', classes: 0 } as const;
const monotone = [1, -1, 0, 1] as const;
const names = ['up', 'down', 'free', 'flag'];

/** Features that interact, with gaps, and a target that wants to move against every constraint. */
function made(seed: number, rows = 600): { x: Matrix; y: Float64Array } {
  const random = seeded(seed, 'monotone');
  const data = new Float32Array(rows * 4);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, c] = [normal(random), normal(random), normal(random)];
    const d = below(random, 2);
    data.set([random() < 0.1 ? Number.NaN : a, b, c, d], 4 * row);
    y[row] = Math.sin(2 * a) + Math.cos(3 * b) * c + (c > 0 ? d : -d) + 0.3 * a - b + 0.2 * normal(random);
  }
  return { x: { rows, names, data, monotone }, y };
}

const settings: Partial<Record<Family, Record<string, number>>> = {
  tree: { minChildWeight: 3 },
  forest: { trees: 10 },
  boosting: { rounds: 40, minChildWeight: 3, learningRate: 0.3 },
};

describe.each(Object.keys(settings) as Family[])('%s', (family) => {
  it.each([1, 2, 3])('never answers against a monotone column (seed %i)', (seed) => {
    const { x, y } = made(seed);
    const model = families[family].fit({ x, y }, undefined, settings[family] ?? {}, seed, regression);
    const random = seeded(seed, 'asked');
    for (let feature = 0; feature < 4; feature++) {
      const direction = monotone[feature] as number;
      if (direction === 0) continue;
      const steps = 60;
      for (let case_ = 0; case_ < 40; case_++) {
        const row = Float32Array.from(names, () => (random() < 0.1 ? Number.NaN : 2 * normal(random)));
        const data = new Float32Array(steps * 4);
        for (let step = 0; step < steps; step++) {
          data.set(row, 4 * step);
          data[4 * step + feature] = -4 + (8 * step) / steps;
        }
        const scores = scoreModel(model, { rows: steps, names, data });
        for (let step = 1; step < steps; step++) {
          const moved = ((scores[step] as number) - (scores[step - 1] as number)) * direction;
          expect(moved).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('moves against one that is free', () => {
    const { x, y } = made(1);
    const model = families[family].fit(
      { x: { ...x, monotone: [0, 0, 0, 0] }, y },
      undefined,
      settings[family] ?? {},
      1,
      regression,
    );
    const data = Float32Array.from({ length: 240 }, (_, i) => (i % 4 === 0 ? -4 + (8 * i) / 240 : 0));
    const scores = scoreModel(model, { rows: 60, names, data });
    expect(scores.some((score, i) => i > 0 && score < (scores[i - 1] as number))).toBe(true);
  });
});
