/** Conditions, as each resource of Kubernetes has them. */
import type { Condition } from '../../../../shared/runtime/knative/api.ts';

export type Standing = Pick<Condition, 'status' | 'reason' | 'message'>;

/** @param since ISO 8601 */
export const condition = (type: string, since: string, { status, reason, message }: Standing) => ({
  type,
  status,
  lastTransitionTime: seconds(since),
  ...(reason ? { reason } : {}),
  ...(message ? { message } : {}),
});

/** Kubernetes has no fractions of a second. */
export const seconds = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

/** All is well when each is; else it stands as the worst. */
export function worst(standings: readonly Standing[]): Standing {
  return (
    standings.find(({ status }) => status === 'False') ??
    standings.find(({ status }) => status === 'Unknown') ?? { status: 'True' }
  );
}
