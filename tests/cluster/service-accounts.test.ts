/** The component `service-accounts`: a real token of a real ServiceAccount, reviewed by the API server. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deploy } from '../../scripts/cluster/deployment.ts';
import { send } from '../../shared/runtime/send.ts';
import { hostOf, ingress, stopForwarding } from './calls.ts';
import { deployed, ensureDeployed, image, kube, noCluster } from './testbed.ts';

const OVERLAY = 'local-with-accounts';
const folders = ['knative', 'eventing'].map((area) =>
  fileURLToPath(new URL(`../../${area}/overlays/${OVERLAY}/`, import.meta.url)),
);
const [own = '', chain = ''] = folders;
const NOTEBOOKS = 'marea-notebooks';

/** As somebody writes it who copies the overlay `local`. */
function writeOverlay(): void {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${own}kustomization.yaml`,
    `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../local]
components: [../../components/service-accounts]
patches:
  - target: { kind: ConfigMap, name: marea-config }
    patch: |
      - op: replace
        path: /data/ACCESS_GRANTS
        value: |
          serviceaccount:${NOTEBOOKS}/jupyter scientist realtor
`,
  );
  writeFileSync(
    `${chain}kustomization.yaml`,
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../local]\n',
  );
}

async function call(service: string, path: string, token: string): Promise<number> {
  const headers = { host: await hostOf(service), authorization: `Bearer ${token}` };
  return (await send(new URL(path, await ingress()), { method: 'GET', headers, timeoutMs: 120_000 })).status;
}

const tokenOf = async (account: string, ...audience: string[]): Promise<string> =>
  (
    await kube.run([
      'create',
      'token',
      account,
      '-n',
      NOTEBOOKS,
      ...audience.flatMap((one) => ['--audience', one]),
    ])
  ).trim();

describe.skipIf(noCluster)('tokens of ServiceAccounts', () => {
  beforeAll(async () => {
    await ensureDeployed();
    writeOverlay();
    await deploy(kube, { overlay: OVERLAY, image, timeoutMs: 300_000, env: process.env, tell: () => {} });
    await kube.run(['create', 'namespace', NOTEBOOKS]);
    for (const name of ['jupyter', 'stranger'])
      await kube.run(['create', 'serviceaccount', name, '-n', NOTEBOOKS]);
  }, 600_000);
  afterAll(async () => {
    stopForwarding();
    await kube.run(['delete', 'namespace', NOTEBOOKS, '--ignore-not-found']);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    await deployed();
  }, 600_000);

  test('one that is granted a role may what that role may, at each function that is asked', async () => {
    const token = await tokenOf('jupyter', 'marea');
    expect(await call('console', '/api/status?dataset=realtor', token)).toBe(200);
    expect(await call('registry', '/api/2.0/mlflow/experiments/get?experiment_id=0', token)).toBe(200);
    // With or without a model.
    expect([200, 503]).toContain(await call('predict-realtor', '/model', token));
  });

  test('not of another data set, and not what an admin may', async () => {
    const token = await tokenOf('jupyter', 'marea');
    expect(await call('predict-diabetes', '/model', token)).toBe(403);
    expect(await call('console', '/api/keys', token)).toBe(403);
  });

  test('one without a grant is told so, and one for another audience, or none, is no credential', async () => {
    expect(await call('console', '/api/status?dataset=realtor', await tokenOf('stranger', 'marea'))).toBe(
      403,
    );
    for (const token of [await tokenOf('jupyter'), await tokenOf('jupyter', 'vault'), 'a.b.c'])
      expect(await call('console', '/api/status?dataset=realtor', token)).toBe(401);
  });
});
