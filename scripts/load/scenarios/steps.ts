/** Rates that rise in steps to the highest and fall again: how the function scales out and in. */
import { type Plan, planText, runLoad } from '../load-run.ts';
import { predictRequests } from '../requests.ts';
import type { Scenario } from './scenario.ts';

/** Of the highest rate, for equal times. */
const SHARES = [0.1, 0.25, 0.5, 1, 0.5, 0.25, 0.1];
const RATE = 200;
const SECONDS = 140;
const CONNECTIONS = 256;

export const steps: Scenario = async ({ target, settings, kubernetes }) => {
  const { rate = RATE, seconds = SECONDS, connections = CONNECTIONS } = settings;
  const phases = SHARES.map((share) => ({ rate: rate * share, seconds: seconds / SHARES.length }));
  const plan: Plan = { loop: 'open', phases, connections };
  const ran = await runLoad(target, await predictRequests(target), plan, { kubernetes });
  return {
    ...ran,
    connections,
    service: target.service,
    unit: 'requests',
    driver: planText(plan),
    findings: [],
  };
};
