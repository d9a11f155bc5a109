/** Runs the check that only a pod inside can make, and reads its answer. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Inside } from '../../functions/check/inside.ts';
import { troubleOf } from './health/pods.ts';
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE } from './manifests.ts';
import type { Resource } from './resource.ts';

const TIMEOUT_MS = 60_000;

/** @returns what the pod found, or why it could not look */
export async function lookInside(kubectl: Kubectl, image: string): Promise<Inside | { error: string }> {
  const name = `check-${randomBytes(4).toString('hex')}`;
  try {
    await kubectl.run(['create', '-f', '-'], JSON.stringify(podOf(name, image)));
    const error = await troubleUntilEnd(kubectl, name);
    if (error) return { error };
    return JSON.parse(await kubectl.run(['logs', name, '-n', NAMESPACE])) as Inside;
  } finally {
    await kubectl.run(['delete', 'pod', name, '-n', NAMESPACE, '--ignore-not-found', '--wait=false']);
  }
}

/** Waits for the end of the pod. @returns why there is none, or no good one */
async function troubleUntilEnd(kubectl: Kubectl, name: string): Promise<string | undefined> {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    const pod = await kubectl.get<Resource>('pod', name, '-n', NAMESPACE);
    const phase = pod.status?.phase;
    if (phase === 'Succeeded') return undefined;
    const trouble = troubleOf(pod);
    if (trouble || phase === 'Failed') return trouble ?? 'the pod that looks inside failed';
    if (Date.now() > end) return `the pod that looks inside did not end in ${TIMEOUT_MS / 1000} s`;
    await pause(500);
  }
}

/** With the credentials of the console, which reads all there is, and reached by the policies for jobs. */
const podOf = (name: string, image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: NAMESPACE,
    labels: { 'app.kubernetes.io/part-of': 'marea', 'app.kubernetes.io/component': 'job' },
  },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'check',
        image,
        env: [{ name: 'FUNCTION', value: 'check' }],
        envFrom: [
          { configMapRef: { name: 'marea-config', optional: true } },
          { secretRef: { name: 'marea-console' } },
        ],
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        securityContext: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});
