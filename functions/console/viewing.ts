/** What a route that only reads is made of: who may, and reads that agree with each other. */
import type { About } from '../../shared/runtime/access/needs.ts';
import { type Answer, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database } from '../../shared/runtime/resources.ts';
import { inOneSnapshot, type Query } from '../../shared/store/database.ts';

export const view = (about: About, handle: (request: HttpRequest) => Promise<Answer> | Answer) =>
  ({ needs: 'view', about, handle }) as const;

/** Answers what is read at one moment. */
export async function told(read: (sql: Query) => Promise<unknown>): Promise<Answer> {
  return json(await inOneSnapshot(database(), read));
}
