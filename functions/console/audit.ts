/** GET /api/audit: who has changed what, and why, page by page. */
import { type AuditFilter, type AuditPage, auditRows } from '../../shared/access/audit.ts';
import type { Audit } from '../../shared/api/audit.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database } from '../../shared/runtime/resources.ts';
import { limitOf } from './path.ts';
import { momentOf, textOf } from './query.ts';

export async function auditPage(request: HttpRequest): Promise<Answer> {
  const rows = await auditRows(database(), filterOf(request), pageOf(request));
  return json({ rows } satisfies Audit);
}

const filterOf = (request: HttpRequest): AuditFilter => ({
  subject: textOf(request, 'subject'),
  action: textOf(request, 'action'),
  dataset: textOf(request, 'dataset'),
  from: momentOf(request, 'from'),
  to: momentOf(request, 'to'),
});

/** @throws HttpError 422 */
function pageOf(request: HttpRequest): AuditPage {
  const limit = limitOf(request, 200);
  const [after, before] = [numberOf(request, 'after'), numberOf(request, 'before')];
  if (after === undefined) return before === undefined ? { limit } : { before, limit };
  if (before !== undefined) throw new HttpError(422, 'say after or before, not both');
  return { after, limit };
}

function numberOf({ query }: HttpRequest, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new HttpError(422, `${name} is "${text}", expected the number of a row`);
  return Number(text);
}
