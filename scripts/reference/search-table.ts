/**
 * Writes shared/ml/search/fixtures/<data set>.json: how boosting did on the real files at settings drawn at random.
 * From it the test of the search makes a surface to search on. Takes a quarter of an hour for each data set:
 * npx tsx scripts/reference/search-table.ts realtor diabetes
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fitCandidate } from '../../functions/trial/fit-candidate.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { families } from '../../shared/ml/models/families.ts';
import { seeded } from '../../shared/ml/random.ts';
import { rungsFor } from '../../shared/ml/search/halving.ts';
import { parametersAt } from '../../shared/ml/search/space.ts';
import { realFile } from '../benchmarks/figure.ts';
import { trainingDataOf } from '../benchmarks/search.ts';

const POINTS = 150;

for (const name of process.argv.slice(2)) {
  const file = realFile(`${name}.csv.gz`);
  if (!file) throw new Error(`needs ../shared/data/${name}.csv.gz`);
  const data = await trainingDataOf(name, file);
  const random = seeded('search table', name);
  const { space } = families.boosting;
  const settings = Object.keys(space);
  const points: number[][] = [];
  const losses: number[][] = [];
  for (let i = 0; i < POINTS; i++) {
    const parameters = parametersAt(space, settings.map(random));
    const rungs = rungsFor(families.boosting, parameters, []);
    const { curve } = fitCandidate(datasetNamed(name), data, {
      family: 'boosting',
      parameters,
      rungs,
      seed: i,
    });
    points.push(settings.map((setting) => parameters[setting] ?? Number.NaN));
    losses.push([...rungs, 'end'].map((_, rung) => rounded((curve[rung] ?? curve.at(-1))?.loss)));
    console.log(`${name} ${i + 1} of ${POINTS}`);
  }
  const path = fileURLToPath(new URL(`../../shared/ml/search/fixtures/${name}.json`, import.meta.url));
  await writeFile(path, `${JSON.stringify({ settings, points, losses })}\n`);
}
process.exit();

function rounded(loss = Number.NaN): number {
  return Number(loss.toPrecision(6));
}
