/** What several runs have logged, by name: each name once, with the value of each run. */

export type Logged = Readonly<Record<string, number | string>>;

export interface KeyBeside {
  readonly key: string;
  /** In the order of the runs; undefined where one has none. */
  readonly values: readonly (number | string | undefined)[];
  /** Whether one has another value than the others, or none. */
  readonly differs: boolean;
}

/** By name. */
export function keysBeside(logged: readonly Logged[]): readonly KeyBeside[] {
  const keys = [...new Set(logged.flatMap((one) => Object.keys(one)))].sort();
  return keys.map((key) => {
    const values = logged.map((one) => (Object.hasOwn(one, key) ? one[key] : undefined));
    return { key, values, differs: new Set(values).size > 1 };
  });
}
