import { expect, test } from 'vitest';
import { apart, type Predictor } from './predictors.ts';

const service = (name: string, env: Readonly<Record<string, string>>): Predictor => ({
  metadata: { name },
  spec: {
    template: {
      spec: { containers: [{ env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }] },
    },
  },
});
const predict = (dataset: string) => service(`predict-${dataset}`, { FUNCTION: 'predict', DATASET: dataset });

test('all is together where each data set has its Service, and nothing is left of others', () => {
  const services = [predict('realtor'), service('clean', { FUNCTION: 'clean' })];
  const stored = [{ dataset: 'realtor', batches: 2 }];
  expect(apart({ declared: ['realtor'], services, stored })).toEqual({ unserved: [], undeclared: [] });
});

test('a data set without its Service is told, whatever else predicts for it: a rollout looks for that name', () => {
  const services = [service('flats', { FUNCTION: 'predict', DATASET: 'flats' })];
  expect(apart({ declared: ['flats'], services, stored: [] })).toEqual({
    unserved: ['flats'],
    undeclared: [],
  });
});

test('what is left of one that nobody declares is told once: Services, and batches', () => {
  const services = [predict('old'), predict('older')];
  const stored = [
    { dataset: 'old', batches: 3 },
    { dataset: 'oldest', batches: 1 },
  ];
  expect(apart({ declared: [], services, stored }).undeclared).toEqual([
    { name: 'old', services: ['predict-old'], batches: 3 },
    { name: 'older', services: ['predict-older'], batches: 0 },
    { name: 'oldest', services: [], batches: 1 },
  ]);
});
