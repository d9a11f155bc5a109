/** Who has changed what, and why. */
import type { AuditRow } from '../access/chain.ts';

export type { AuditRow } from '../access/chain.ts';

/** GET /api/audit?subject=&action=&dataset=&from=&to=&before=&limit= */
export interface Audit {
  /** The newest first; with `after=<number>` the oldest after that one. */
  readonly rows: readonly AuditRow[];
}
