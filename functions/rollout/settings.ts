/** How careful a rollout is. */
import { configuration } from '../../shared/runtime/configuration.ts';

/** Knative says of a revision whose only pod was killed that it is not ready, until the pod is there again. */
const AGAINST_MS = 10_000;

export interface RolloutSettings {
  /** Percents of the traffic, one after the other. */
  readonly steps: readonly number[];
  readonly stepMs: number;
  readonly readyMs: number;
  readonly againstMs: number;
}

export function rolloutSettings(): RolloutSettings {
  const { ROLLOUT_STEPS, ROLLOUT_STEP_SECONDS, ROLLOUT_READY_SECONDS } = configuration();
  return {
    steps: ROLLOUT_STEPS,
    stepMs: ROLLOUT_STEP_SECONDS * 1000,
    readyMs: ROLLOUT_READY_SECONDS * 1000,
    againstMs: AGAINST_MS,
  };
}
