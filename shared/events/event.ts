/** What an event of Marea is: a CloudEvents 1.0 envelope, a type with a schema, and ids that follow from causes. */
import { createHash } from 'node:crypto';
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** A type of event: its name, and the JSON Schema of its data. Two of one schema are told apart by their names. */
export interface EventType<S extends TSchema = TSchema, Name extends string = string> {
  readonly type: Name;
  readonly description: string;
  readonly schema: S;
  /** Made when it is first asked for: a function validates few of the types that there are. */
  readonly validator: Validator<Record<never, never>, S>;
}

export type DataOf<T> = T extends EventType<infer S> ? Static<S> : never;

export function eventType<S extends TSchema, const Name extends string>(
  type: Name,
  description: string,
  schema: S,
): EventType<S, Name> {
  let validator: Validator<Record<never, never>, S> | undefined;
  return {
    type,
    description,
    schema,
    get validator() {
      validator ??= Compile(schema);
      return validator;
    },
  };
}

/** The attributes of an event that the platform reads; identity is `source` + `id`. */
export interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The batch (or run) that the event is about; kept along a chain, so that a batch can be followed. */
  readonly subject?: string;
  readonly time?: string;
  readonly dataset?: string;
  /** Claim check: where the data is, in one of the platform's own buckets. */
  readonly dataref?: string;
  /** On batch.received: the subject of the principal who has offered it. */
  readonly by?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** On drift.checked: "true" when a training is due. Triggers filter on attributes, not on data. */
  readonly train?: string;
}

export interface Event<D = unknown> extends Envelope {
  readonly data: D;
}

/**
 * The id of an event that follows from another: the same cause gives the same id, so what is sent twice is
 * recognised as one. `index` tells apart several events of one type.
 */
export function derivedId(cause: Pick<Envelope, 'source' | 'id'>, type: string, index = 0): string {
  return createHash('sha256')
    .update(JSON.stringify([cause.source, cause.id, type, index]))
    .digest('hex')
    .slice(0, 32);
}
