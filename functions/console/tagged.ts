/** What is asked for again and again is sent once: an answer has the hash of its body, and who has it already is told so. */
import { createHash } from 'node:crypto';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Route, Routes } from '../../shared/runtime/http/router.ts';

/** The routes of the JSON API that are read; the others as they are. */
export const tagged = (routes: Routes): Routes =>
  Object.fromEntries(
    Object.entries(routes).map(([route, row]) => [route, isRead(route) ? withTag(row) : row]),
  );

const isRead = (route: string): boolean => route.startsWith('GET /api/');

function withTag(row: Route): Route {
  if (row.body !== undefined) return row;
  const { handle } = row;
  return { ...row, handle: async (request: HttpRequest) => unlessHad(request, await handle(request)) };
}

/** RFC 9110, 13.1.2 and 15.4.5. The tag is a weak one: the same answer may be packed for one and not for another. */
function unlessHad({ headers }: HttpRequest, answer: Answer): Answer {
  const { status, body } = answer;
  if (status !== 200 || (typeof body !== 'string' && !Buffer.isBuffer(body))) return answer;
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const tags = { etag: tag, 'cache-control': 'private, no-cache' };
  if (headers['if-none-match']?.split(/\s*,\s*/).includes(tag)) return { status: 304, headers: tags };
  return { ...answer, headers: { ...answer.headers, ...tags } };
}
