/** JSON documents, and the three ways in which Kubernetes changes them: JSON Patch, merge patch, three-way apply. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: Json;
  readonly from?: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws when it is no list of operations of JSON Patch */
export function asOperations(value: unknown): Operation[] {
  if (Array.isArray(value) && value.every(isOperation)) return value;
  throw new Error('a JSON patch must be a list of operations, each with its op and path');
}

const isOperation = (value: unknown): value is Operation =>
  isObject(value) && typeof value.op === 'string' && typeof value.path === 'string';

/** JSON Patch (RFC 6902): add, replace, remove, test, on a copy. @throws naming the operation that does not apply. */
export function jsonPatch<T extends Json>(document: T, operations: readonly Operation[]): T {
  const copy = structuredClone(document);
  for (const operation of operations) applyOperation(copy, operation);
  return copy;
}

function applyOperation(document: Json, { op, path, value }: Operation): void {
  const keys = path.split('/').slice(1).map(unescapePointer);
  const last = keys.pop();
  const fail: (why: string) => never = (why) => {
    throw new Error(`JSON patch ${op} ${path}: ${why}`);
  };
  if (last === undefined) throw new Error(`JSON patch ${op} ${path}: the path must lead to a field`);
  let parent: Json | undefined = document;
  for (const key of keys) parent = child(parent, key);
  if (Array.isArray(parent)) patchArray(parent, op, last, value, fail);
  else if (!isObject(parent)) fail('there is nothing at the parent of this path');
  else if (op === 'add') parent[last] = value;
  else if (!(last in parent)) fail('there is no such field');
  else if (op === 'replace') parent[last] = value;
  else if (op === 'remove') delete parent[last];
  else if (op === 'test') equal(parent[last], value) || fail('the value differs');
  else fail('expected add, replace, remove or test');
}

function patchArray(
  array: Json[],
  op: string,
  key: string,
  value: Json | undefined,
  fail: (why: string) => never,
): void {
  const index = key === '-' ? array.length : Number(key);
  const end = op === 'add' ? array.length : array.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > end)
    fail(`there is no item ${key} of ${array.length}`);
  if (op === 'add') array.splice(index, 0, value ?? null);
  else if (op === 'replace') array[index] = value ?? null;
  else if (op === 'remove') array.splice(index, 1);
  else if (op === 'test') equal(array[index], value) || fail('the value differs');
  else fail('expected add, replace, remove or test');
}

/** Merge patch (RFC 7386): null removes, objects merge, all else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/**
 * What `kubectl apply` does: what changed between the last applied document and the new one is changed in the live
 * one; all else (a traffic split set by hand, a pinned version) stays. Lists of named items merge by name.
 */
export function threeWayApply(
  last: Json | undefined,
  next: Json | undefined,
  live: Json | undefined,
): Json | undefined {
  if (equal(last, next)) return live;
  if (isObject(next) && isObject(live)) return applyObject(isObject(last) ? last : {}, next, live);
  if (isNamedList(next) && isNamedList(live)) {
    const merged = applyObject(byName(isNamedList(last) ? last : []), byName(next), byName(live));
    return Object.values(merged).filter((item) => item !== undefined);
  }
  return next;
}

function applyObject(last: JsonObject, next: JsonObject, live: JsonObject): JsonObject {
  const merged: JsonObject = {};
  for (const key of new Set([...Object.keys(live), ...Object.keys(next)])) {
    const value = threeWayApply(last[key], next[key], live[key]);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function isNamedList(value: Json | undefined): value is (JsonObject & { name: string })[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item.name === 'string');
}

function byName(list: readonly (JsonObject & { name: string })[]): JsonObject {
  return Object.fromEntries(list.map((item) => [item.name, item]));
}

/** Equal as JSON, whatever the order of the keys. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))) : inner,
  );
}

function child(parent: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(parent)) return parent[Number(key)];
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
