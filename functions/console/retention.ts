/** GET /api/retention: what `retain` would forget now. Nothing is changed. */
import type { Retention } from '../../shared/api/retention.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { type Answer, json } from '../../shared/runtime/http/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { wouldForget } from '../../shared/tracking/retention/retention.ts';

export async function retention(): Promise<Answer> {
  const stores = { sql: database(), objects: objects() };
  const answer: Retention = { forgotten: await wouldForget(stores, configuration()) };
  return json(answer);
}
