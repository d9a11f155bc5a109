/** What a kustomization does to each of its resources after the patches: namespace, name, labels, images. */
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Kustomization, Resource } from './kustomization.ts';

export function transform(
  resource: Resource,
  { namespace, nameSuffix, labels, images }: Kustomization,
): Resource {
  const { metadata, kind, spec } = resource;
  const pairs: Record<string, string> = Object.assign({}, ...(labels ?? []).map((label) => label.pairs));
  return {
    ...resource,
    metadata: {
      ...metadata,
      name: metadata.name + (nameSuffix ?? ''),
      ...(namespace && kind !== 'Namespace' ? { namespace } : {}),
      ...(labels ? { labels: { ...objectOr(metadata.labels), ...pairs } } : {}),
    },
    ...(images && spec ? { spec: withImages(spec, images) } : {}),
  };
}

const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

type Images = NonNullable<Kustomization['images']>;

function withImages(value: Json, images: Images): Json {
  if (Array.isArray(value)) return value.map((item) => withImages(item, images));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([key, inner = null]) =>
    key === 'image' && typeof inner === 'string'
      ? [key, renamed(inner, images)]
      : [key, withImages(inner, images)],
  );
  return Object.fromEntries(fields);
}

function renamed(image: string, images: Images): string {
  const [, name = image, tag] = /^(.*?)(?::([^/:]+))?$/.exec(image) ?? [];
  const rule = images.find((candidate) => candidate.name === name);
  if (!rule) return image;
  const newName = rule.newName ?? name;
  // It names the image by itself: a tag beside it would say nothing.
  if (rule.digest) return `${newName}@${rule.digest}`;
  const newTag = rule.newTag ?? tag;
  return newName + (newTag ? `:${newTag}` : '');
}
