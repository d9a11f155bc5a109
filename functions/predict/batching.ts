/**
 * Micro-batches: what is asked while the model is busy, or in one turn of the event loop, is answered by one run. A
 * run costs much the same for one row as for sixteen, so this is what makes many small requests cheap; nobody waits
 * for company while the model is idle.
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
  let busy = false;
  const answer = async (batch: readonly Asked<Row, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ row }) => row));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const next = async (): Promise<void> => {
    const batch = asked.slice(0, most);
    asked = asked.slice(most);
    await answer(batch);
    if (asked.length > 0) setImmediate(next);
    else busy = false;
  };
  return (row) =>
    new Promise((resolve, reject) => {
      asked.push({ row, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(next);
    });
}
