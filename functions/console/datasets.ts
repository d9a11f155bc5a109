/** The data sets that are declared, with how much there is of each and what serves it. */
import { type Principal, reaches } from '../../shared/access/principal.ts';
import type { DatasetSummary, Datasets } from '../../shared/api/datasets.ts';
import { datasets } from '../../shared/datasets/index.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { apiOptions, hasApi, type KnativeService, knativeApi } from '../../shared/runtime/knative/api.ts';
import { type Apart, apart } from '../../shared/runtime/knative/predictors.ts';
import { logger } from '../../shared/runtime/log.ts';
import type { Query } from '../../shared/store/database.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import { versionsInProduction } from '../../shared/tracking/registry.ts';

/** Those that somebody's roles are for. */
export async function listDatasets(sql: Query, principal: Principal): Promise<Datasets> {
  const [taken, production, services] = await Promise.all([
    takenBatches(sql),
    versionsInProduction(sql),
    servicesThere(),
  ]);
  const summaries = datasets().map(({ name, title, description, target }): DatasetSummary => {
    const { batches = 0, clean = 0 } = taken.find(({ dataset }) => dataset === name) ?? {};
    const { version = null } = production.find((one) => one.name === name) ?? {};
    return {
      name,
      title,
      description,
      task: target.task,
      target: target.column,
      batches,
      clean,
      production: version,
    };
  });
  const declared = summaries.map(({ name }) => name);
  const found = apart({ declared, services: services ?? [], stored: taken });
  return {
    datasets: summaries.filter(({ name }) => reaches(principal, name)),
    apart: within(principal, services ? found : { ...found, unserved: [] }),
  };
}

const within = (principal: Principal, { unserved, undeclared }: Apart): Apart => ({
  unserved: unserved.filter((name) => reaches(principal, name)),
  undeclared: undeclared.filter(({ name }) => reaches(principal, name)),
});

/** undefined when nobody could tell. */
async function servicesThere(): Promise<readonly KnativeService[] | undefined> {
  if (!hasApi(configuration())) return undefined;
  try {
    return await knativeApi(apiOptions(configuration())).services();
  } catch (error) {
    logger().warn({ error: (error as Error).message }, 'which Services there are, could not be asked');
    return undefined;
  }
}
