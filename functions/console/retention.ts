/** GET /api/retention: what `retain` would forget now. Nothing is changed. */
import { configuration } from '../../shared/runtime/configuration.ts';
import { type Answer, json } from '../../shared/runtime/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { wouldForget } from '../../shared/tracking/retention/retention.ts';

export async function retention(): Promise<Answer> {
  const stores = { sql: database(), objects: objects() };
  return json({ forgotten: await wouldForget(stores, configuration()) });
}
