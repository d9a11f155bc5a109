import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { apartTexts, predictorYaml } from './apart-text.ts';

const base = resolve(import.meta.dirname, '../../knative/base');

test('the file to write is the one that the data sets here have', () => {
  const shipped = readFileSync(join(base, 'predict-realtor/kustomization.yaml'), 'utf8');
  expect(predictorYaml('realtor')).toBe(shipped);
});

test('a data set without its Service is told with the lines to write', () => {
  const [told = ''] = apartTexts({ unserved: ['flats'], undeclared: [] });
  expect(told).toContain('data set "flats" has no Service predict-flats');
  expect(told).toContain('Write knative/base/predict-flats/kustomization.yaml:\n\n    apiVersion: ');
  expect(told).toContain('    nameSuffix: -flats\n');
  expect(told).toContain('under "resources" of knative/base/kustomization.yaml:\n\n    - predict-flats\n');
});

test('what is left of a data set that nobody declares is told with what takes it away', () => {
  const undeclared = [
    { name: 'old', services: ['predict-old'], batches: 1 },
    { name: 'older', services: [], batches: 12 },
  ];
  expect(apartTexts({ unserved: [], undeclared })).toEqual([
    `nobody declares data set "old", of which this is left: the Service predict-old and 1 batch.
Name its module in DATASET_MODULES again, or take away
  the Service: knative/base/predict-old and its line, on a cluster also by: kn service delete predict-old
  its data: declare it once more, then npm run reset -- old --reason "..." --yes`,
    `nobody declares data set "older", of which this is left: 12 batches.
Name its module in DATASET_MODULES again, or take away
  its data: declare it once more, then npm run reset -- older --reason "..." --yes`,
  ]);
});
