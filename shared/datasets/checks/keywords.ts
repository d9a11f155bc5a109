/** The keywords of JSON Schema that the schema of a declaration has, and what its references point to. */

export interface Shape {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  /** What is expected, in words. */
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly discriminator?: { readonly propertyName: string };
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly minProperties?: number;
  readonly items?: Shape | readonly Shape[];
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly $defs?: Definitions;
  readonly $ref?: string;
  /** No JSON: code. */
  readonly 'x-function'?: true;
}

export type Definitions = Readonly<Record<string, Shape>>;
export type Found = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Found =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const remembered = new WeakMap<object, Definitions>();

/** All that parts of the schema define; a name means one thing in all of it. Found once for each schema. */
export function definitionsIn(schema: unknown): Definitions {
  if (typeof schema !== 'object' || schema === null) return {};
  const before = remembered.get(schema);
  if (before) return before;
  const found = Object.assign({ ...(schema as Shape).$defs }, ...Object.values(schema).map(definitionsIn));
  remembered.set(schema, found);
  return found;
}

export const resolved = (shape: Shape, known: Definitions): Shape =>
  shape.$ref === undefined ? shape : (known[shape.$ref] ?? {});

/** The kinds of a union, those of unions in it among them; none of what is no union. */
export function kindsOf({ anyOf = [] }: Shape, known: Definitions): Shape[] {
  return anyOf.flatMap((one) => {
    const shape = resolved(one, known);
    return shape.anyOf ? kindsOf(shape, known) : [shape];
  });
}
