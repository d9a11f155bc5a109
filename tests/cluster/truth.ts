/** One truth of production, asked of the cluster: see ../production.ts. */
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { KnativeService, Revision } from '../../shared/runtime/knative/api.ts';
import { predictorOf } from '../../shared/runtime/knative/served.ts';
import { type Asked, allSay } from '../production.ts';
import { call } from './calls.ts';
import { kube, sql } from './testbed.ts';

const DATASET = 'realtor';

/** @throws unless all places say the same version of realtor, and this one if it is given */
export const oneTruth = (version?: number): Promise<number> => allSay(asked, DATASET, version);

async function json<T>(service: string, method: string, path: string): Promise<T> {
  const { status, text } = await call(service, method, path);
  if (status !== 200) throw new Error(`${service} answered ${status} to ${path}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}

const versions = async (query: string): Promise<number[]> =>
  (await sql(query)).map(([version]) => Number(version));

const asked: Asked = {
  console: (path) => json('console', 'GET', path),
  predictor: (path) => json(predictorOf(DATASET), 'GET', path),
  // The object store is the cluster's own: the predictor tells what the pointer says now.
  pointer: async () => {
    const told = await json<{ production_version: number | null }>(predictorOf(DATASET), 'POST', '/reload');
    return told.production_version ?? undefined;
  },
  registry: async () => ({
    stage: await versions(
      `select version from marea.model_versions where name = '${DATASET}' and stage = 'Production'`,
    ),
    champion: await versions(
      `select version from marea.model_aliases where name = '${DATASET}' and alias = 'champion'`,
    ),
  }),
  api: {
    service: (name) => kube.find<KnativeService>('ksvc', name, '-n', NAMESPACE),
    revision: (name) => kube.find<Revision>('revision', name, '-n', NAMESPACE),
  },
};
