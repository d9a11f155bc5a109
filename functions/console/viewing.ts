/** What a route that only reads is made of: who may, and reads that agree with each other. */
import type { About } from '../../shared/runtime/access/needs.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database } from '../../shared/runtime/resources.ts';
import { inOneSnapshot, type Query, withinTime } from '../../shared/store/database.ts';

export const view = (about: About, handle: (request: HttpRequest) => Promise<Answer> | Answer) =>
  ({ needs: 'view', about, handle }) as const;

/** Answers what is read at one moment. */
export async function told(read: (sql: Query) => Promise<unknown>): Promise<Answer> {
  return json(await inOneSnapshot(database(), read));
}

/** What strangers ask may look at many rows: Postgres ends it. @throws HttpError 503 then */
export async function inTime<T>(milliseconds: number, read: (sql: Query) => Promise<T>): Promise<T> {
  try {
    return await withinTime(database(), milliseconds, read);
  } catch (error) {
    if ((error as { code?: string }).code !== STATEMENT_ENDED) throw error;
    throw new HttpError(503, `this took longer than ${milliseconds / 1000} s: ask for less`);
  }
}

const STATEMENT_ENDED = '57014';
