/** The manifests in a git repository that Argo CD reads, and what it says of them. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { image, kube, noCluster, patch, until } from './testbed.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const repository = process.env.ARGOCD_REPOSITORY ?? '';
const APPLICATION = ['application', 'marea', '-n', 'argocd'];
/** Knative's feature that the component gitops needs. */
const FEATURE = 'kubernetes.podspec-fieldref';

/** For describe.skipIf */
export const noArgoCd = noCluster || !repository || !(await kube.find('crd', 'applications.argoproj.io'));
if (!noCluster && noArgoCd)
  console.warn('tests of Argo CD are skipped: no Argo CD on the cluster, or ARGOCD_REPOSITORY is not set');

export interface Status {
  readonly sync?: { readonly status: string; readonly revision: string };
  readonly health?: { readonly status: string };
  readonly reconciledAt?: string;
}

export interface Checkout {
  /** Changes a file. @returns the commit, pushed */
  change(file: string, from: string, to: string): Promise<string>;
  /** Makes the application. @returns the commit */
  apply(): Promise<string>;
  /** The application goes, what it kept stays. */
  remove(): Promise<void>;
}

/** What Argo CD and Knative are told once, as the README says. */
export async function prepareCluster(): Promise<void> {
  await setFeature('enabled');
  const health = join(root, 'knative/argocd/health.yaml');
  await kube.run(['patch', 'configmap', 'argocd-cm', '-n', 'argocd', '--patch-file', health]);
}

const setFeature = (value: string): Promise<string> =>
  patch('configmap', 'config-features', { data: { [FEATURE]: value } }, 'knative-serving');

/** The manifests as they are, with the overlay and the image of the tests in place of those of knative/argocd. */
export async function checkout(): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'marea-argocd-'));
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();
  const push = async (why: string): Promise<string> => {
    await git('add', '--all');
    await git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '-qm', why);
    await git('push', '-q', '--force', repository, 'HEAD:main');
    return await git('rev-parse', 'HEAD');
  };
  await git('init', '-q');
  for (const part of ['knative', 'eventing'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  const path = 'knative/argocd/site';
  await mkdir(join(folder, path));
  const platform = await readFile(join(root, 'knative/argocd/platform/kustomization.yaml'), 'utf8');
  const [, name = 'dev.local/marea/functions', tag = '0.1.0'] = /^(.+):([^:]+)$/.exec(image ?? '') ?? [];
  const images = `images: [{ name: dev.local/marea/functions, newName: ${name}, newTag: "${tag}" }]\n`;
  const own = platform.replaceAll('overlays/microk8s', 'overlays/local').replace(/^images:.*/ms, images);
  await writeFile(join(folder, path, 'kustomization.yaml'), own);
  return {
    async change(file, from, to) {
      const text = await readFile(join(folder, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      await writeFile(join(folder, file), text.replace(from, to));
      return await push(`${from} -> ${to}`);
    },
    async apply() {
      const commit = await push('the platform');
      const text = await readFile(join(root, 'knative/argocd/application.yaml'), 'utf8');
      const wanted = parse(text) as { spec: { source: object } };
      const source = { ...wanted.spec.source, repoURL: repository, path };
      await kube.run(['apply', '-f', '-'], JSON.stringify({ ...wanted, spec: { ...wanted.spec, source } }));
      return commit;
    },
    async remove() {
      await kube.run(['delete', ...APPLICATION, '--ignore-not-found']);
      await setFeature('disabled');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function application(): Promise<Status> {
  const { status = {} } = await kube.get<Resource & { status?: Status }>(...APPLICATION);
  return status;
}

/** Waits until the cluster is as this commit has it, and well. */
export const synced = (commit: string): Promise<true> =>
  until(
    `${commit} synced and healthy`,
    async () => {
      const { sync, health } = await application();
      const isSo = sync?.revision === commit && sync.status === 'Synced' && health?.status === 'Healthy';
      return isSo || undefined;
    },
    240,
  );

/** What it says after it has compared twice more: a comparison that had begun may have read what was there before. */
export async function comparedAgain(): Promise<Status> {
  for (let times = 0; times < 2; times++) {
    const { reconciledAt } = await application();
    await kube.run(['annotate', ...APPLICATION, 'argocd.argoproj.io/refresh=normal', '--overwrite']);
    const isNew = async () => (await application()).reconciledAt !== reconciledAt || undefined;
    await until('a comparison', isNew, 120);
  }
  return await application();
}
