/** Who is asking, as the console tells them. */
import type { Role } from '../access/roles.ts';

/** GET /api/me */
export interface Me {
  /** `key:<id>`, `user:<subject>`, `serviceaccount:<namespace>/<name>`, or 'anybody'. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly datasets: '*' | readonly string[];
  /** The platform has no key: everybody on this machine may do everything. */
  readonly open: boolean;
}
