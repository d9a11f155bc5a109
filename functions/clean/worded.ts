/** What came of taking a batch back, as a sentence for the model's history. */
import type { Learner } from '../../shared/tracking/learned.ts';
import type { Retraction } from '../../shared/tracking/retraction.ts';

export function worded(
  { batch, reason, by }: { readonly batch: string; readonly reason: string; readonly by: string },
  { rows, restored, learned, run }: Retraction,
): string {
  const cameIn = Object.values(restored).reduce((sum, count) => sum + count, 0);
  const moved = `${rows} rows left, ${cameIn} that they had made duplicates came in`;
  const learners = learned.map(learner).join('; ') || 'no model that matters now has learned from them';
  return `batch "${batch}" was taken back by ${by}: ${reason}. ${moved}; ${learners}${run ? `; run ${run} is asked for` : ''}`;
}

function learner({ run, version, stands, rows }: Learner): string {
  const who = version === null ? `run ${run} (${stands})` : `version ${version} (${stands})`;
  return rows === null
    ? `${who} may have learned from them, as it was trained after the batch came`
    : `${who} has learned from ${rows} of them`;
}
