/** Prometheus, Grafana and the function that observes the platform: after a deployment, and safe to run again. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeploymentOptions } from './deployment.ts';
import { turnMetricsOn } from './knative-metrics.ts';
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE, render, renderFolders } from './manifests.ts';
import { KNATIVE_SERVICE, kindOf, type Resource } from './resource.ts';
import { createSecret, random, readSecret } from './secrets.ts';

export const OBSERVABILITY = 'marea-observability';

const folder = fileURLToPath(new URL('../../knative/observability', import.meta.url));

/** As kustomize renders it: for the overlay where it has its own, with the functions' image. */
export async function renderObservability(
  kubectl: Kubectl,
  overlay: string,
  image: string | undefined,
): Promise<Resource[]> {
  const own = `${folder}/${overlay}/kustomization.yaml`;
  const from = existsSync(own) ? `${folder}/${overlay}` : folder;
  return await renderFolders(kubectl, [from], image ?? imageOf(await render(kubectl, overlay)));
}

/** @throws UserError when the cluster refuses something, or a part is not ready in time */
export async function deployObservability(
  kubectl: Kubectl,
  { overlay, image, timeoutMs, tell }: DeploymentOptions,
): Promise<void> {
  const resources = await renderObservability(kubectl, overlay, image);
  const namespaces = resources.filter((one) => kindOf(one) === 'v1/Namespace');
  await kubectl.run(['apply', '-f', '-'], listOf(namespaces));
  const made = await ensurePassword(kubectl);
  await kubectl.run(['apply', '-f', '-'], listOf(resources.filter((one) => !namespaces.includes(one))));
  const timeout = `--timeout=${Math.ceil(timeoutMs / 1000)}s`;
  tell(await turnMetricsOn(kubectl, timeout));
  for (const workload of ['statefulset/prometheus', 'deployment/grafana'])
    await kubectl.run(['rollout', 'status', workload, '-n', OBSERVABILITY, timeout]);
  await kubectl.run(['wait', 'ksvc/observe', '-n', NAMESPACE, '--for=condition=Ready', timeout]);
  tell('Prometheus, Grafana and observe are ready');
  tell(`Grafana: kubectl port-forward -n ${OBSERVABILITY} service/grafana 3000`);
  const secret = `kubectl get secret grafana -n ${OBSERVABILITY} -o jsonpath='{.data.admin-password}' | base64 -d`;
  tell(`its user is admin, the password ${made}: ${secret}`);
}

/** @returns whether Grafana's password was made, or was there */
async function ensurePassword(kubectl: Kubectl): Promise<string> {
  if (await readSecret(kubectl, 'grafana', OBSERVABILITY)) return 'is the one it had';
  await createSecret(kubectl, 'grafana', { 'admin-password': random() }, OBSERVABILITY);
  return 'is new';
}

/** The image that the functions run. */
function imageOf(resources: readonly Resource[]): string | undefined {
  const service = resources.find((one) => kindOf(one) === KNATIVE_SERVICE);
  const { template } = (service?.spec ?? {}) as {
    template?: { spec: { containers: { image: string }[] } };
  };
  return template?.spec.containers[0]?.image;
}

const listOf = (items: readonly Resource[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
