/** What a request may hold at most: all of it is checked before work is done on it, and refused with 413 or 422. */
const KiB = 1024;
const MiB = 1024 * KiB;

/** One row is small. */
export const ROW_BYTES = 64 * KiB;
/** The true answers to a batch, in order. */
export const FEEDBACK_BYTES = 512 * KiB;
/** Larger batches are for the pipeline, or for several requests. */
export const BATCH_BYTES = 32 * MiB;
/** Of an inference request: JSON is parsed in one go, in which nobody else is answered. */
export const INFER_JSON_BYTES = 8 * MiB;

export const MOST_ROWS = 100_000;
/** They are explained together, in turns with whoever else asks: rows share most of the work. */
export const MOST_EXPLAINED = 1000;
/** More are told by the ids of their rows. */
export const MOST_ACTUALS = 10_000;

/** Of a row; each that is not known is looked at, and told. */
export const MOST_FIELDS = 1000;
/** Characters of a text: it is answered, logged and shown. */
export const MOST_TEXT = 10_000;
