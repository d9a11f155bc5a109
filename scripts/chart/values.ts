/** The values of an overlay, and what of them differs from another's. */
import type { Resource } from '../platform/manifests/kustomization.ts';
import { holesOf } from './holes.ts';
import { isOwnImage } from './template.ts';

export type Values = { readonly [name: string]: unknown };

/** What the resources have in the holes of the chart. */
export function valuesOf(resources: readonly Resource[]): Values {
  const names = new Set(resources.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  const base: Values = {
    image: imageIn(resources),
    disruptionBudget: names.has('PodDisruptionBudget/predict'),
    stores: { own: names.has('StatefulSet/postgres') },
  };
  return resources.reduce(
    (values, resource) =>
      holesOf(resource).reduce(
        (all, { at, value }) => merged(all, nested(value, found(resource, at) ?? {})),
        values,
      ),
    base,
  );
}

function imageIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const image = key === 'image' && isOwnImage(inner) ? (inner as string) : imageIn(inner);
    if (image) return image;
  }
  return undefined;
}

const found = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce((inner, key) => (inner as Values | undefined)?.[key], value);

const nested = (path: readonly string[], value: unknown): Values =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Values;

/** The second over the first, as Helm does: maps are merged, null takes a key away. */
export function merged(first: Values, second: Values): Values {
  const all: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = all[key];
    if (value === null) delete all[key];
    else all[key] = isMap(value) && isMap(before) ? merged(before, value) : value;
  }
  return all;
}

/** What, laid over `base`, makes `wanted`. */
export function difference(base: Values, wanted: Values): Values {
  const differs: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(wanted)])) {
    const [before, after] = [base[key], wanted[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    if (after === undefined) differs[key] = null;
    else if (isMap(before) && isMap(after)) {
      const inner = difference(before, after);
      if (Object.keys(inner).length > 0) differs[key] = inner;
    } else differs[key] = after;
  }
  return differs;
}

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
