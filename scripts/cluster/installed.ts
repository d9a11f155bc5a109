/** What has to be on a cluster before the platform: Knative Serving with Kourier, and Eventing. */
import { UserError } from '../cli/command.ts';
import type { Part } from './health/part.ts';
import type { Kubectl } from './kubectl.ts';
import type { Resource } from './resource.ts';

const PARTS = [
  { namespace: 'knative-serving', title: 'knative serving' },
  { namespace: 'knative-eventing', title: 'knative eventing' },
  { namespace: 'kourier-system', title: 'kourier' },
];

/** API server and Knative, a part each. @throws UserError when there is no API server */
export async function installedParts(kubectl: Kubectl): Promise<Part[]> {
  const [versions, deployments] = await Promise.all([
    kubectl.run(['version', '-o', 'json']),
    kubectl.get<{ items: Resource[] }>('deployments', '-A'),
  ]);
  const { serverVersion } = JSON.parse(versions) as { serverVersion?: { gitVersion: string } };
  return [
    { name: 'kubernetes', ok: true, detail: serverVersion?.gitVersion ?? 'answers' },
    ...PARTS.map(({ namespace, title }) => {
      const own = deployments.items.filter(({ metadata }) => metadata.namespace === namespace);
      return { name: title, ...verdict(own) };
    }),
  ];
}

/** @returns what there is, in a line. @throws UserError naming what is absent or down */
export async function checkCluster(kubectl: Kubectl): Promise<string> {
  const parts = await installedParts(kubectl);
  const down = parts.filter(({ ok }) => !ok);
  if (down.length > 0)
    throw new UserError(
      `${down.map(({ name, detail }) => `${name}: ${detail}`).join('; ')}. scripts/microk8s installs all of it`,
    );
  return parts.map(({ name, detail }) => `${name} ${detail}`).join(', ');
}

function verdict(deployments: readonly Resource[]): Omit<Part, 'name'> {
  if (deployments.length === 0) return { ok: false, detail: 'not installed' };
  const down = deployments.filter(
    ({ status }) =>
      !status?.conditions?.some(({ type, status: is }) => type === 'Available' && is === 'True'),
  );
  if (down.length > 0)
    return { ok: false, detail: `not available: ${down.map(({ metadata }) => metadata.name).join(', ')}` };
  const version = deployments[0]?.metadata.labels?.['app.kubernetes.io/version'];
  return { ok: true, detail: version ?? 'available' };
}
