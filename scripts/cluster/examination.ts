/** Looks at every part of the platform on a cluster, from the API server to the model in production. */
import type { Predictor } from '../../shared/runtime/knative/predictors.ts';
import { datasetParts } from './health/datasets.ts';
import { eventingParts } from './health/eventing.ts';
import { insideParts } from './health/inside.ts';
import type { Part } from './health/part.ts';
import { serviceParts } from './health/services.ts';
import { storeParts } from './health/stores.ts';
import { installedParts } from './installed.ts';
import type { Kubectl } from './kubectl.ts';
import { loginSecrets, variablesOf } from './logins.ts';
import { lookInside } from './look-inside.ts';
import { NAMESPACE, render } from './manifests.ts';
import { KNATIVE_SERVICE, kindOf, type Resource } from './resource.ts';
import { readSecret, SECRETS } from './secrets.ts';
import { snapshot } from './snapshot.ts';

/** What each part is, in the order in which one needs the other; it ends where there is nothing more to look at. */
export async function* examine(kubectl: Kubectl, overlay: string): AsyncGenerator<Part> {
  yield* await installedParts(kubectl);
  if (!(await kubectl.find('namespace', NAMESPACE))) {
    yield { name: 'namespace', ok: false, detail: `there is no namespace ${NAMESPACE}: npm run deploy` };
    return;
  }
  yield { name: 'namespace', ok: true, detail: NAMESPACE };
  const [state, wanted] = await Promise.all([snapshot(kubectl), render(kubectl, overlay)]);
  const secrets = await secretParts(kubectl, wanted);
  yield* secrets;
  yield* storeParts(state);
  const services = wanted
    .filter((one) => kindOf(one) === KNATIVE_SERVICE)
    .map(({ metadata }) => metadata.name);
  yield* serviceParts(state, services);
  yield* eventingParts(state, wanted);
  const there = state.of(KNATIVE_SERVICE);
  const image = imageOf(there);
  if (!image || secrets.some(({ ok }) => !ok)) return;
  const inside = await lookInside(kubectl, image);
  yield* insideParts(inside);
  yield* datasetParts(inside, there.filter(isPredictor));
}

async function secretParts(kubectl: Kubectl, wanted: readonly Resource[]): Promise<Part[]> {
  const logins = loginSecrets(wanted).map((name) => [name, variablesOf(name)] as const);
  return await Promise.all(
    [...Object.entries(SECRETS), ...logins].map(async ([name, keys]): Promise<Part> => {
      const found = await readSecret(kubectl, name);
      const missing = keys.filter((key) => !found?.[key]);
      const why = found
        ? `it has no ${missing.join(', ')}`
        : 'there is no such Secret: npm run deploy makes it';
      return {
        name: `secret ${name}`,
        ok: missing.length === 0,
        detail: missing.length === 0 ? 'there' : why,
      };
    }),
  );
}

/** A Service as Knative has it: with the containers of its pods. */
const isPredictor = (service: Resource): service is Resource & Predictor =>
  (service.spec as Partial<Predictor['spec']> | undefined)?.template?.spec.containers !== undefined;

/** That of the console, which every deployment has. */
function imageOf(services: readonly Resource[]): string | undefined {
  const service = services.find(({ metadata }) => metadata.name === 'console');
  const { template } = (service?.spec ?? {}) as { template?: { spec: { containers: { image?: string }[] } } };
  return template?.spec.containers[0]?.image;
}
