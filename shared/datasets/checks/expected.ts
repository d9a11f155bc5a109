/** What a schema expects of one value by itself, in words, and whether it is so. */
import { didYouMean } from '../nearest.ts';
import { type Fault, shown, within } from './fault.ts';
import { isObject, type Shape } from './keywords.ts';

const NOUNS: Readonly<Record<NonNullable<Shape['type']>, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** @param kinds of a union */
export function expected(shape: Shape, kinds: readonly Shape[] = []): string {
  if (shape.description !== undefined) return shape.description;
  const literals = literalsOf(shape);
  if (literals) return literals.length === 1 ? String(literals[0]) : `one of ${literals.join(', ')}`;
  if (shape.discriminator) return `an object with "${shape.discriminator.propertyName}"`;
  if (shape['x-function']) return 'a function';
  if (kinds.length > 0) return kinds.map((kind) => expected(kind)).join(' or ');
  if (Array.isArray(shape.items)) return `a list of ${shape.items.length} numbers`;
  return [shape.type ? NOUNS[shape.type] : 'something', boundsOf(shape)].filter(Boolean).join(' ');
}

function boundsOf({ minimum, maximum, exclusiveMinimum }: Shape): string | undefined {
  if (exclusiveMinimum !== undefined) return `above ${exclusiveMinimum}`;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  return minimum === undefined ? undefined : `of at least ${minimum}`;
}

const literalsOf = (shape: Shape): readonly unknown[] | undefined =>
  shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);

/** What is wrong with the value by itself, whatever is in it. */
export function valueFault(shape: Shape, value: unknown): string | undefined {
  const literals = literalsOf(shape);
  if (literals) return literals.includes(value) ? undefined : noneOf(value, literals.map(String));
  const fits = shape['x-function'] ? typeof value === 'function' : fitsType(shape, value);
  if (!fits) return `expected ${expected(shape)}, got ${shown(value)}`;
  return isEmpty(shape, value) ? `is empty, expected ${expected(shape)}` : undefined;
}

/** Said of whatever is to be one of a few names. */
export const noneOf = (value: unknown, names: readonly string[]): string =>
  `${shown(value)} is none of ${names.join(', ')}${typeof value === 'string' ? didYouMean(value, names) : ''}`;

function fitsType(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return (
        typeof value === 'string' && (shape.pattern === undefined || new RegExp(shape.pattern).test(value))
      );
    case 'number':
    case 'integer':
      return isNumber(shape, value);
    case 'boolean':
      return typeof value === 'boolean';
    case undefined:
      return true;
  }
}

function isNumber({ type, minimum, maximum, exclusiveMinimum }: Shape, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isInteger(value)) return false;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false;
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

function isEmpty({ minLength = 0, minProperties = 0 }: Shape, value: unknown): boolean {
  if (typeof value === 'string') return value.length < minLength;
  return isObject(value) && Object.keys(value).length < minProperties;
}

/** What is wrong with a list beside its items: too few, too many, one twice. */
export function lengthFaults(
  { items, minItems = 0, uniqueItems = false }: Shape,
  list: readonly unknown[],
  at: string,
): Fault[] {
  const most = Array.isArray(items) ? items.length : Number.POSITIVE_INFINITY;
  if (list.length > most || (list.length < minItems && most < Number.POSITIVE_INFINITY))
    return [{ at, message: `expected a list of ${most} numbers, got one of ${list.length}` }];
  if (list.length < minItems)
    return [
      {
        at,
        message:
          minItems === 1
            ? 'is empty, expected at least one'
            : `has ${list.length}, expected at least ${minItems}`,
      },
    ];
  if (!uniqueItems) return [];
  return list.flatMap((item, i) =>
    list.indexOf(item) < i ? [{ at: within(at, i), message: `${shown(item)} is there twice` }] : [],
  );
}
