/** Follows a batch, or a training, at the terminal until it ends, and says how. */
import type { BatchAnswer } from '../../shared/api/batches.ts';
import type { AskedTraining } from '../../shared/api/trainings.ts';
import { isFailure, summary } from './batch-report.ts';
import { terminalSteps } from './progress.ts';
import type { Steps } from './told.ts';

/** @returns the exit code: 1 when something failed, or waits in dead letters */
export async function toEnd(
  following: (steps: Steps) => Promise<BatchAnswer | AskedTraining>,
): Promise<number> {
  const steps = terminalSteps();
  try {
    const report = await following(steps);
    steps.end();
    console.log(`\n${summary(report)}`);
    return isFailure(report) || report.deadLetters.length > 0 ? 1 : 0;
  } finally {
    steps.end();
  }
}
