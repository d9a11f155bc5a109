/** How long a search goes on, and where its chance comes from. */

export interface SearchSettings {
  /** Trials of a training. */
  readonly trials: number;
  /** From the beginning of the training; when they are used no further round is planned. */
  readonly seconds: number;
  /** Splits, samples and the search all start from it: the same data give the same model. */
  readonly seed: number;
}

/** SEARCH_TRIALS (default 10), SEARCH_SECONDS (1800) and SEARCH_SEED (42). @throws when one is no whole number in its range */
export function searchSettings(env: NodeJS.ProcessEnv): SearchSettings {
  return {
    trials: whole(env, 'SEARCH_TRIALS', 10, 1, 1000),
    seconds: whole(env, 'SEARCH_SECONDS', 1800, 1, 1_000_000),
    seed: whole(env, 'SEARCH_SEED', 42, 0, 1_000_000),
  };
}

function whole(env: NodeJS.ProcessEnv, name: string, otherwise: number, least: number, most: number): number {
  const value = Number(env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} is "${env[name]}", expected a whole number from ${least} to ${most}`);
  return value;
}
