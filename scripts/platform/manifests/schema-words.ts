/** Words of which the schemas of Kubernetes resources are made. */
import Type, { type TSchema } from 'typebox';

/** A field that is not named is refused. */
export const closed = { additionalProperties: false };
export const optional = Type.Optional;
export const text = Type.String();
export const texts = Type.Record(Type.String(), Type.String());

export const metadata = Type.Object(
  { name: text, namespace: optional(text), labels: optional(texts), annotations: optional(texts) },
  closed,
);

export const resource = <A extends string, K extends string, S extends TSchema>(
  apiVersion: A,
  kind: K,
  spec: S,
) => Type.Object({ apiVersion: Type.Literal(apiVersion), kind: Type.Literal(kind), metadata, spec }, closed);
