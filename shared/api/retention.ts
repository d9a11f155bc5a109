/** What the next night's `retain` forgets. */
import type { Forgotten } from '../tracking/retention/retention.ts';

/** GET /api/retention */
export interface Retention {
  readonly forgotten: readonly Forgotten[];
}
