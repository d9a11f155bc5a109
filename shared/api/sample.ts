/** Made-up rows to begin with. */

/** POST /api/sample */
export interface Sample {
  readonly dataset: string;
  /** Names of its batches; those that came before are the same ones. */
  readonly batches: readonly string[];
}
