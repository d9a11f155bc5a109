/** What a kustomization may say, as far as it is known here, and what it is about. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { complaints } from './complaints.ts';
import type { JsonObject, Operation } from './json.ts';

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
            digest: Type.Optional(Type.String()),
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
export type Kustomization = Static<typeof kustomization>;

/** @throws with the fields that are not known here, or have a value of the wrong form */
export function asKustomization(value: unknown): Kustomization {
  if (validator.Check(value)) return value;
  throw new Error(complaints(validator.Errors(value)));
}

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
