import { expect, test } from 'vitest';
import { decide } from './decide.ts';

const realtor = {
  accept: [
    { metric: 'r2', least: 0.35 },
    { metric: 'rmse', most: 700_000 },
  ],
  objective: { metric: 'mae', better: 'lower' as const },
};
const good = { r2: 0.5, rmse: 400_000, mae: 130_000 };

test('the first model needs the thresholds alone', () => {
  expect(decide(realtor, { challenger: good, rows: 4000 })).toEqual({
    approved: true,
    reason:
      'the first model, and good enough on 4,000 held-out rows: r2 0.5 (at least 0.35) and rmse 400,000 (at most 700,000)',
  });
});

test('a model under a threshold is rejected, even against a worse champion', () => {
  const verdict = decide(realtor, {
    challenger: { ...good, r2: 0.34 },
    champion: { version: 1, metrics: { r2: 0.1, rmse: 600_000, mae: 200_000 } },
    rows: 10,
  });
  expect(verdict).toEqual({
    approved: false,
    reason: 'not good enough on 10 held-out rows: r2 0.34 (at least 0.35)',
  });
});

test('a missing or undefined metric is never good enough', () => {
  expect(decide(realtor, { challenger: { rmse: 1 }, rows: 1 }).approved).toBe(false);
  expect(decide(realtor, { challenger: { ...good, r2: Number.NaN }, rows: 1 }).approved).toBe(false);
});

test('no worse than the champion is enough, worse is not', () => {
  const champion = { version: 3, metrics: good };
  expect(decide(realtor, { challenger: good, champion, rows: 9 }).approved).toBe(true);
  expect(decide(realtor, { challenger: { ...good, mae: 130_001 }, champion, rows: 9 })).toEqual({
    approved: false,
    reason: 'loses to the champion: mae 130,001 against 130,000 of version 3 on 9 held-out rows',
  });
});

test('where rows have weights, the weighted metric decides between champion and challenger', () => {
  const weighted = { accept: [], objective: realtor.objective, weights: [{ when: [], counts: 0.1 }] };
  const champion = { version: 1, metrics: { mae: 100, mae_weighted: 300 } };
  const challenger = { mae: 110, mae_weighted: 290 };
  expect(decide(weighted, { challenger, champion, rows: 9 })).toEqual({
    approved: true,
    reason: 'no worse than the champion: mae_weighted 290 against 300 of version 1 on 9 held-out rows',
  });
});

test('where higher is better the challenger needs the higher value', () => {
  const diabetes = { accept: [], objective: { metric: 'auc', better: 'higher' as const } };
  const champion = { version: 1, metrics: { auc: 0.68 } };
  expect(decide(diabetes, { challenger: { auc: 0.67 }, champion, rows: 9 }).approved).toBe(false);
  expect(decide(diabetes, { challenger: { auc: 0.69 }, champion, rows: 9 }).approved).toBe(true);
});
