/**
 * Whether a value has the form that a JSON Schema asks for, told for people: every fault with its place, and with what
 * is allowed there. Of objects that a key tells apart the faults are those of the kind that is meant.
 */
import type { TSchema } from 'typebox';
import { didYouMean } from '../nearest.ts';
import { expected, lengthFaults, valueFault } from './expected.ts';
import { type Fault, shown, within } from './fault.ts';
import {
  type Definitions,
  definitionsIn,
  type Found,
  isObject,
  kindsOf,
  resolved,
  type Shape,
} from './keywords.ts';

/** @returns nothing when the value fits */
export function shapeFaults(schema: TSchema, value: unknown, at = ''): Fault[] {
  const shape: Shape = schema;
  return faultsOf(shape, value, at, definitionsIn(shape));
}

function faultsOf(given: Shape, value: unknown, at: string, known: Definitions): Fault[] {
  const shape = resolved(given, known);
  if (shape.anyOf) return ofKinds(shape, value, at, known);
  const wrong = valueFault(shape, value);
  if (wrong !== undefined) return [{ at, message: wrong }];
  if (Array.isArray(value)) return inList(shape, value, at, known);
  return isObject(value) ? inObject(shape, value, at, known) : [];
}

function inList(shape: Shape, list: readonly unknown[], at: string, known: Definitions): Fault[] {
  const each = list.flatMap((item, i) => {
    const of = isTuple(shape.items) ? shape.items[i] : shape.items;
    return of ? faultsOf(of, item, within(at, i), known) : [];
  });
  return [...lengthFaults(shape, list, at), ...each];
}

const isTuple = (items: Shape['items']): items is readonly Shape[] => Array.isArray(items);

function inObject(shape: Shape, found: Found, at: string, known: Definitions): Fault[] {
  const given = Object.entries(found).filter(([, value]) => value !== undefined);
  const [anyKey] = Object.values(shape.patternProperties ?? {});
  if (anyKey) return given.flatMap(([key, value]) => faultsOf(anyKey, value, within(at, key), known));
  const { properties, required = [] } = shape;
  if (!properties) return [];
  const absent = required.filter((key) => found[key] === undefined);
  return [
    ...absent.map((key) => missing(resolved(properties[key] ?? {}, known), within(at, key), known)),
    ...given.flatMap(([key, value]) => {
      const of = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return of ? faultsOf(of, value, within(at, key), known) : [unknown(key, Object.keys(properties), at)];
    }),
  ];
}

const missing = (shape: Shape, at: string, known: Definitions): Fault => ({
  at,
  message: `is missing, expected ${expected(shape, kindsOf(shape, known))}`,
});

const unknown = (key: string, names: readonly string[], at: string): Fault => ({
  at: within(at, key),
  message: `there is no such key, only ${names.join(', ')}${didYouMean(key, names)}`,
});

function ofKinds(shape: Shape, value: unknown, at: string, known: Definitions): Fault[] {
  const kinds = kindsOf(shape, known);
  const key = shape.discriminator?.propertyName;
  if (key !== undefined && isObject(value)) return ofOneKind(kinds, key, { value, at }, known);
  const fit = kinds.find((kind) => valueFault(kind, value) === undefined);
  if (fit && key === undefined) return faultsOf(fit, value, at, known);
  return [{ at, message: `expected ${expected(shape, kinds)}, got ${shown(value)}` }];
}

function ofOneKind(
  kinds: readonly Shape[],
  key: string,
  { value, at }: { readonly value: Found; readonly at: string },
  known: Definitions,
): Fault[] {
  const said = value[key];
  const tagOf = ({ properties = {} }: Shape): Shape => properties[key] ?? {};
  const meant = kinds.find((kind) => valueFault(tagOf(kind), said) === undefined);
  if (meant) return faultsOf(meant, value, at, known);
  const all = { enum: kinds.map(tagOf).flatMap((tag) => tag.enum ?? [tag.const]) };
  const message = said === undefined ? `is missing, expected ${expected(all)}` : valueFault(all, said);
  return message === undefined ? [] : [{ at: within(at, key), message }];
}
