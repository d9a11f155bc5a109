/** How careful a rollout is, by the environment. */

/** Knative says of a revision whose only pod was killed that it is not ready, until the pod is there again. */
const AGAINST_MS = 10_000;

export interface RolloutSettings {
  readonly steps: readonly number[];
  readonly stepMs: number;
  readonly readyMs: number;
  readonly againstMs: number;
}

/** ROLLOUT_STEPS (percent, default "10,50,100"), ROLLOUT_STEP_SECONDS (30), ROLLOUT_READY_SECONDS (120). */
export function rolloutSettings(env: NodeJS.ProcessEnv): RolloutSettings {
  const steps = (env.ROLLOUT_STEPS ?? '10,50,100').split(',').map(Number);
  const rising = steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100);
  if (!rising || steps.at(-1) !== 100)
    throw new Error(
      `ROLLOUT_STEPS is "${env.ROLLOUT_STEPS}", expected rising percents that end in 100, as "10,50,100"`,
    );
  return {
    steps,
    stepMs: seconds(env, 'ROLLOUT_STEP_SECONDS', 30) * 1000,
    readyMs: seconds(env, 'ROLLOUT_READY_SECONDS', 120) * 1000,
    againstMs: AGAINST_MS,
  };
}

function seconds(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const value = Number(env[name] ?? otherwise);
  if (!(value >= 0 && value <= 3600))
    throw new Error(`${name} is "${env[name]}", expected seconds from 0 to 3600`);
  return value;
}
