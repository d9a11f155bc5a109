/**
 * Micro-batches: what is asked in one turn of the event loop is answered by one run of the model. A run costs much
 * the same for one row as for sixteen, so this is what makes many small requests cheap; nobody waits for company.
 */

/** Rows in, one result for each, in order. */
export type RunRows<Row, Result> = (rows: readonly Row[]) => Promise<readonly Result[]>;

interface Asked<Row, Result> {
  readonly row: Row;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** @param most rows of a run at most: more would keep everyone waiting */
export function batching<Row, Result>(run: RunRows<Row, Result>, most = 256): (row: Row) => Promise<Result> {
  let asked: Asked<Row, Result>[] = [];
  const answerAll = async (): Promise<void> => {
    const batch = asked;
    asked = [];
    if (batch.length === 0) return;
    try {
      const results = await run(batch.map(({ row }) => row));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (row) =>
    new Promise((resolve, reject) => {
      asked.push({ row, resolve, reject });
      if (asked.length === 1) setImmediate(answerAll);
      else if (asked.length === most) void answerAll();
    });
}
