/** The same rate for long: whether latency or memory drifts. */
import { type Plan, planText, runLoad } from '../load-run.ts';
import { predictRequests } from '../requests.ts';
import { steadiness } from '../steadiness.ts';
import type { Scenario } from './scenario.ts';

const RATE = 50;
const SECONDS = 1800;
const CONNECTIONS = 256;
/** So many looks at the memory in all, yet not oftener than every second. */
const LOOKS = 200;

export const soak: Scenario = async ({ target, settings, kubernetes }) => {
  const { rate = RATE, seconds = SECONDS, connections = CONNECTIONS } = settings;
  const plan: Plan = { loop: 'open', phases: [{ rate, seconds }], connections };
  const memoryEveryMs = Math.max(1000, (seconds * 1000) / LOOKS);
  const ran = await runLoad(target, await predictRequests(target), plan, { kubernetes, memoryEveryMs });
  return {
    ...ran,
    connections,
    service: target.service,
    unit: 'requests',
    driver: planText(plan),
    findings: steadiness(ran.measured, ran.memory ?? []),
  };
};
