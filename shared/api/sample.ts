/** Made-up rows to begin with. */

/** POST /api/datasets/<dataset>/sample */
export interface Sample {
  readonly dataset: string;
  /** Names of its batches; those that came before are the same ones. */
  readonly batches: readonly string[];
}
