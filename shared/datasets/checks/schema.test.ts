import { readFileSync } from 'node:fs';
import type { Static } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../declaration.ts';
import { realtor } from '../realtor/index.ts';
import { declaration } from './schema.ts';

describe('the schema and the type of a declaration are one', () => {
  type Frozen<T> = T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T;
  type Form = Frozen<Static<typeof declaration>>;

  it('what has the form is a Dataset, and the other way round', () => {
    // That this compiles is the test.
    const there = (form: Form): Dataset => form;
    const back = (dataset: Dataset): Form => dataset;
    expect(back(there(back(realtor)))).toBe(realtor);
  });

  it('every key of the type is in the schema', () => {
    const source = readFileSync(new URL('../declaration.ts', import.meta.url), 'utf8');
    const keys = [...source.matchAll(/readonly (\w+)\??:/g)].map(([, key]) => key as string);
    expect(keys.length).toBeGreaterThan(50);
    const known = JSON.stringify(declaration);
    expect(keys.filter((key) => !known.includes(`"${key}":`))).toEqual([]);
  });
});
