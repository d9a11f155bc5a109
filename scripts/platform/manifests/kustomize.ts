/**
 * Reads a kustomization: the part of kustomize that the project's manifests use. What it does not know it refuses,
 * so that nothing is read otherwise here than on a cluster.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { asOperations, isObject, jsonPatch } from './json.ts';
import {
  asKustomization,
  type Found,
  type Kustomization,
  type Patch,
  type Resource,
} from './kustomization.ts';
import { transform } from './transform.ts';

/** All resources of the kustomization in `folder`. @throws when a file is missing, or says what is not known here. */
export function readKustomization(folder: string): Found[] {
  const file = join(folder, 'kustomization.yaml');
  const content = told(file, () => asKustomization(parse(readFileSync(file, 'utf8'))));
  const found = content.resources.flatMap((name) => readEntry(join(folder, name)));
  const patches = (content.patches ?? []).map((patch) => readPatch(folder, patch));
  for (const patch of patches) told(file, () => checkPatch(patch, found));
  return found.map(({ file: from, resource }) => {
    const changed = patchResource(resource, patches);
    return { file: from, resource: transform(changed, content) };
  });
}

function checkPatch({ target, operations }: Patch, found: readonly Found[]): void {
  if (found.some(({ resource }) => selects(target, resource))) return;
  throw new Error(`a patch selects nothing: ${JSON.stringify(target)} ${operations[0]?.path}`);
}

/** @throws what `read` throws, with the name of the file or folder */
function told<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${here(path)}: ${(cause as Error).message}`, { cause });
  }
}

/** The resource after the patches that select it. */
export function patchResource(resource: Resource, patches: readonly Patch[]): Resource {
  return patches
    .filter(({ target }) => selects(target, resource))
    .reduce((patched, { operations }) => jsonPatch(patched, operations) as Resource, resource);
}

function readEntry(path: string): Found[] {
  if (statSync(path).isDirectory()) return readKustomization(path);
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    if (document.errors[0]) throw new Error(`${here(path)}: ${document.errors[0].message}`);
    return { file: here(path), resource: asResource(document.toJS(), path) };
  });
}

function asResource(value: unknown, path: string): Resource {
  const metadata = isObject(value) ? value.metadata : undefined;
  if (isObject(value) && isObject(metadata) && typeof metadata.name === 'string') return value as Resource;
  throw new Error(`${here(path)}: expected a Kubernetes resource with apiVersion, kind and metadata.name`);
}

function readPatch(folder: string, entry: NonNullable<Kustomization['patches']>[number]): Patch {
  const text = entry.path ? readFileSync(join(folder, entry.path), 'utf8') : (entry.patch ?? '');
  return { target: entry.target, operations: told(folder, () => asOperations(parse(text))) };
}

function selects({ group, version, kind, name }: Patch['target'], resource: Resource): boolean {
  const [resourceGroup, resourceVersion] = resource.apiVersion.includes('/')
    ? (resource.apiVersion.split('/') as [string, string])
    : ['', resource.apiVersion];
  return (
    (group === undefined || group === resourceGroup) &&
    (version === undefined || version === resourceVersion) &&
    (kind === undefined || kind === resource.kind) &&
    (name === undefined || new RegExp(`^(?:${name})$`).test(resource.metadata.name))
  );
}

const here = (path: string): string =>
  join(relative(process.cwd(), dirname(path)), path.slice(dirname(path).length + 1));
