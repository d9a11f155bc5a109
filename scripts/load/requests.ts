/** Requests to predict, one after the other, each with an id by which the inference log tells them from others. */
import { randomBytes } from 'node:crypto';
import type { LoadRequest } from './http-sender.ts';
import { rowsOf } from './rows.ts';
import { knownValues, type Target } from './target.ts';

/** So many different rows are sent in turn. */
const ROWS = 1000;
/** Every run sends the same rows. */
const SEED = 1;

/** @returns what gives the next request */
export async function predictRequests(target: Target): Promise<() => LoadRequest> {
  const { dataset, prefix, credential } = target;
  const bodies = rowsOf(dataset, await knownValues(target), SEED, ROWS).map((row) => JSON.stringify(row));
  const { task, column } = dataset.target;
  const answer = task === 'regression' ? `"${column}":` : '"label":';
  const isRight = (text: string): boolean => text.includes(answer);
  const run = `load-${randomBytes(4).toString('hex')}`;
  let number = 0;
  return () => {
    const body = bodies[number % ROWS] as string;
    const headers = {
      ...credential,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'x-request-id': `${run}-${number++}`,
    };
    return { method: 'POST', path: `${prefix}/predict`, headers, body, isRight };
  };
}
