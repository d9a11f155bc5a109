/** What a search finds in 30 trials, against what as many and more random trials of the same space find. */
import { fitCandidate } from '../../functions/trial/fit-candidate.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { families } from '../../shared/ml/models/families.ts';
import { below, seeded } from '../../shared/ml/random.ts';
import type { Tried } from '../../shared/ml/search/candidate.ts';
import { plan } from '../../shared/ml/search/plan.ts';
import { parametersAt } from '../../shared/ml/search/space.ts';
import { s3 } from '../../shared/store/objects.ts';
import { type TrainingData, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Figure, leftOut, median, realFile } from './figure.ts';
import { wayOf, withPlatform } from './running.ts';

/** Trials of a search, and seeds of which the median counts. */
const TRIALS = 30;
const SEEDS = 5;
/** Random trials that are fitted, and runs of so many drawn from them with replacement. */
const DRAWN = 150;
const RANDOM = 100;
const RUNS = 500;

export async function sampleEfficiencyFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of ['realtor', 'diabetes']) figures.push(await sampleEfficiency(datasetNamed(name)));
  return figures;
}

async function sampleEfficiency(dataset: Dataset): Promise<Figure> {
  const { metric, better } = dataset.objective;
  const what = `${dataset.name}: ${metric} that a search finds in ${TRIALS} trials`;
  const goal = `as good as ${RANDOM} at random`;
  const file = realFile(`${dataset.name}.csv.gz`);
  if (!file) return leftOut(what, metric, goal, `${dataset.name}.csv.gz`);
  const data = await trainingDataOf(dataset.name, file);
  const best = (scores: readonly number[]) =>
    better === 'higher' ? Math.max(...scores) : Math.min(...scores);
  const random = randomScores(dataset, data);
  const drawn = seeded('runs', dataset.name);
  const blind = Array.from({ length: RUNS }, () =>
    best(Array.from({ length: RANDOM }, () => random[below(drawn, random.length)] as number)),
  );
  const found = Array.from({ length: SEEDS }, (_, seed) => best(searchedScores(dataset, data, seed)));
  const shown = (value: number) => value.toFixed(4);
  return {
    what,
    value: median(found),
    unit: metric,
    goal,
    note: `random: ${shown(median(blind))}; seeds: ${found.map(shown).join(' ')}`,
  };
}

/** The rows and features of a training of one trial. */
export async function trainingDataOf(name: string, file: string): Promise<TrainingData> {
  process.env.SEARCH_TRIALS = '1';
  return await withPlatform(async (platform) => {
    const { report } = await wayOf(platform, name, file);
    if (!report.training) throw new Error(`nothing was trained: ${report.outcome}`);
    return await workspaceOf(s3(platform.s3), name, report.training.run).readData();
  });
}

/** Of boosting fits to their end, at settings drawn evenly from its space: the family that wins on both data sets. */
function randomScores(dataset: Dataset, data: TrainingData): number[] {
  const random = seeded('random search', dataset.name);
  const { space } = families.boosting;
  return Array.from({ length: DRAWN }, (_, i) => {
    const parameters = parametersAt(space, Object.keys(space).map(random));
    const { score } = fitCandidate(dataset, data, { family: 'boosting', parameters, rungs: [], seed: i });
    console.log(`  ${dataset.name} random ${i + 1} of ${DRAWN}: ${score.toFixed(4)}`);
    return score;
  });
}

function searchedScores(dataset: Dataset, data: TrainingData, seed: number): number[] {
  const history: Tried[] = [];
  for (let round = 0; ; round++) {
    const { better } = dataset.objective;
    const planned = plan({ history, budget: TRIALS, round, seed, better });
    if (planned.length === 0) return history.flatMap(({ score, stopped }) => (stopped ? [] : (score ?? [])));
    const ended = planned.map((candidate, i) => {
      const trial = { ...candidate, seed: seed * 1000 + history.length + i };
      const { score, curve, stopped } = fitCandidate(dataset, data, trial);
      return { ...candidate, score, curve, stopped: stopped !== undefined };
    });
    history.push(...ended);
    console.log(`  ${dataset.name} search ${seed}: ${history.length} of ${TRIALS}`);
  }
}
