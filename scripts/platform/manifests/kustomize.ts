/**
 * Reads a kustomization: the part of kustomize that the project's manifests use. What it does not know it refuses,
 * so that nothing is read otherwise here than on a cluster.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse, parseAllDocuments } from 'yaml';
import { complaints } from './complaints.ts';
import { asOperations, isObject, type JsonObject, jsonPatch, type Operation } from './json.ts';

const closed = { additionalProperties: false };
const target = Type.Object(
  {
    group: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String()),
    name: Type.Optional(Type.String({ description: 'a regular expression, matched whole' })),
  },
  closed,
);
const kustomization = Type.Object(
  {
    apiVersion: Type.Literal('kustomize.config.k8s.io/v1beta1'),
    kind: Type.Literal('Kustomization'),
    namespace: Type.Optional(Type.String()),
    nameSuffix: Type.Optional(Type.String()),
    resources: Type.Array(Type.String()),
    labels: Type.Optional(
      Type.Array(Type.Object({ pairs: Type.Record(Type.String(), Type.String()) }, closed)),
    ),
    images: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String(),
            newName: Type.Optional(Type.String()),
            newTag: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
    ),
    patches: Type.Optional(
      Type.Array(
        Type.Object(
          {
            target,
            path: Type.Optional(Type.String()),
            patch: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
    ),
  },
  closed,
);
const validator = Compile(kustomization);
type Kustomization = Static<typeof kustomization>;

/** A change to all resources that the target selects, as in a kustomization. */
export interface Patch {
  readonly target: Static<typeof target>;
  readonly operations: readonly Operation[];
}

export interface Resource extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string };
}

/** A resource and the file that it was read from, for messages. */
export interface Found {
  readonly file: string;
  readonly resource: Resource;
}

/** All resources of the kustomization in `folder`. @throws when a file is missing, or says what is not known here. */
export function readKustomization(folder: string): Found[] {
  const file = join(folder, 'kustomization.yaml');
  const content: unknown = parse(readFileSync(file, 'utf8'));
  if (!validator.Check(content)) throw new Error(`${here(file)}: ${complaints(validator.Errors(content))}`);
  const found = content.resources.flatMap((name) => readEntry(join(folder, name)));
  const patches = (content.patches ?? []).map((patch) => readPatch(folder, patch));
  for (const { target, operations } of patches) {
    if (!found.some(({ resource }) => selects(target, resource))) {
      throw new Error(
        `${here(file)}: a patch selects nothing: ${JSON.stringify(target)} ${operations[0]?.path}`,
      );
    }
  }
  return found.map(({ file: from, resource }) => {
    const changed = patchResource(resource, patches);
    return { file: from, resource: transform(changed, content) };
  });
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
  try {
    return { target: entry.target, operations: asOperations(parse(text)) };
  } catch (cause) {
    throw new Error(`${here(folder)}: ${(cause as Error).message}`, { cause });
  }
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

function transform(resource: Resource, { namespace, nameSuffix, labels, images }: Kustomization): Resource {
  const pairs = Object.assign({}, ...(labels ?? []).map((label) => label.pairs)) as Record<string, string>;
  const metadata = {
    ...resource.metadata,
    name: resource.metadata.name + (nameSuffix ?? ''),
    ...(namespace && resource.kind !== 'Namespace' ? { namespace } : {}),
    ...(labels
      ? {
          labels: {
            ...(resource.metadata.labels as JsonObject | undefined),
            ...pairs,
          },
        }
      : {}),
  };
  const spec = images && resource.spec ? { spec: withImages(resource.spec, images) as JsonObject } : {};
  return { ...resource, metadata, ...spec };
}

function withImages(value: unknown, images: NonNullable<Kustomization['images']>): unknown {
  if (Array.isArray(value)) return value.map((item) => withImages(item, images));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === 'image' && typeof inner === 'string'
        ? [key, renamed(inner, images)]
        : [key, withImages(inner, images)],
    ),
  );
}

function renamed(image: string, images: NonNullable<Kustomization['images']>): string {
  const [, name = image, tag] = /^(.*?)(?::([^/:]+))?$/.exec(image) ?? [];
  const rule = images.find((candidate) => candidate.name === name);
  if (!rule) return image;
  const newTag = rule.newTag ?? tag;
  return (rule.newName ?? name) + (newTag ? `:${newTag}` : '');
}

const here = (path: string): string =>
  join(relative(process.cwd(), dirname(path)), path.slice(dirname(path).length + 1));
