/** How long a search goes on, and where its chance comes from. */
import { configuration } from '../../shared/runtime/configuration.ts';

export interface SearchSettings {
  /** Trials of a training. */
  readonly trials: number;
  /** From the beginning of the training; when they are used no further round is planned. */
  readonly seconds: number;
  /** Splits, samples and the search all start from it: the same data give the same model. */
  readonly seed: number;
}

export function searchSettings(): SearchSettings {
  const { SEARCH_TRIALS: trials, SEARCH_SECONDS: seconds, SEARCH_SEED: seed } = configuration();
  return { trials, seconds, seed };
}
