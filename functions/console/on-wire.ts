/** What is answered is said in the types of shared/api, in which moments are the texts that JSON makes of them. */
import type { OnWire } from '../../shared/api/wire.ts';

export function onWire<T>(value: T): OnWire<T>;
export function onWire(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each: unknown) => onWire(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, onWire(each)]));
}
