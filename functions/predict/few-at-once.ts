/** Lets a few work at once, and refuses the others: a queue would only be the same wait, for everybody. */
import { HttpError } from '../../shared/runtime/http/http.ts';

export type Few = <T>(work: () => Promise<T>) => Promise<T>;

/** @param what is refused, for the message. @throws HttpError 503 with retry-after, beyond so many at once */
export function fewAtOnce(most: number, what: string): Few {
  let atWork = 0;
  return async (work) => {
    if (atWork >= most)
      throw new HttpError(
        503,
        `${what} is asked for too often at the moment: try again`,
        {},
        { 'retry-after': '1' },
      );
    atWork += 1;
    try {
      return await work();
    } finally {
      atWork -= 1;
    }
  };
}
