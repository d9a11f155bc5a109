/** The parts of a declaration that have their form, each with its place: one that has not hides nothing of the others. */
import type { Static, TSchema } from 'typebox';
import { type Fault, type Placed, within } from './fault.ts';
import { isObject } from './keywords.ts';
import * as schema from './schema.ts';
import { feature } from './schema-features.ts';
import { text } from './schema-words.ts';

export type Column = Static<typeof schema.column>;
export type Parts = ReturnType<typeof partsOf>;

/** @param faults of the form of the whole: what has none has its form */
export function partsOf(value: unknown, faults: readonly Fault[]) {
  const fits = <S extends TSchema>(_: S, part: unknown, at: string): part is Static<S> =>
    part !== undefined && !faults.some((fault) => isWithin(fault.at, at) || isWithin(at, fault.at));
  const fitting = <S extends TSchema>(of: S, part: unknown, at: string): Placed<Static<S>>[] =>
    fits(of, part, at) ? [{ at, is: part }] : [];
  const found = isObject(value) ? value : {};
  const drift = isObject(found.drift) ? found.drift.columns : undefined;
  const one = <S extends TSchema>(of: S, key: string) => fitting(of, found[key], key)[0];
  const each = <S extends TSchema>(of: S, key: string, list = found[key]) =>
    entriesOf(list).flatMap(([name, item]) => fitting(of, item, within(key, name)));
  return {
    name: one(text, 'name'),
    columns: new Map<string, Column | undefined>(
      // undefined where the name is declared, but what it is cannot be read.
      entriesOf(found.columns).map(([name, column]) => [
        String(name),
        fitting(schema.column, column, within('columns', name))[0]?.is,
      ]),
    ),
    target: one(schema.target, 'target'),
    rules: each(schema.rule, 'rules'),
    derived: each(schema.derived, 'derived'),
    weights: each(schema.weight, 'weights'),
    features: each(feature, 'features'),
    /** Names of features that cannot be read: others may compute with them. */
    unread: entriesOf(found.features).flatMap(([i, one]) =>
      isObject(one) && typeof one.name === 'string' && !fits(feature, one, within('features', i))
        ? [one.name]
        : [],
    ),
    history: one(schema.history, 'history'),
    accept: each(schema.threshold, 'accept'),
    objective: one(schema.objective, 'objective'),
    identity: each(text, 'identity'),
    group: each(text, 'group'),
    drift: each(text, 'drift.columns', drift),
    slices: each(text, 'slices'),
    comparables: each(text, 'comparables'),
    listed: each(text, 'listed'),
    example: isObject(found.example) ? Object.keys(found.example) : [],
  };
}

const isWithin = (at: string, place: string): boolean =>
  at === place || (at.startsWith(place) && /^[.[]/.test(at.slice(place.length)));

function entriesOf(list: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(list)) return list.map((item, i) => [i, item]);
  return isObject(list) ? Object.entries(list) : [];
}
