/** Nobody for a while, then all at once: what those wait who come first. */
import { median } from '../../../shared/stats/median.ts';
import { UserError } from '../../cli/command.ts';
import { milliseconds } from '../../cli/words.ts';
import { type Plan, planText, runLoad } from '../load-run.ts';
import { untilZero } from '../pods.ts';
import type { Measured } from '../recorder.ts';
import { predictRequests } from '../requests.ts';
import type { Scenario } from './scenario.ts';

const CONNECTIONS = 200;
const SECONDS = 30;
/** People look at an answer before they ask again. */
const REST_MS = 500;
/** Over when p50 is no more than so many times what it is in the second half. */
const STEADY = 2;

/** With a rate the requests come at that, else from so many connections. */
export const spikeFromZero: Scenario = async ({ target, settings, kubernetes, noKubernetes, tell }) => {
  if (!kubernetes) throw new UserError(`when ${target.service} is at zero cannot be seen: ${noKubernetes}`);
  const { rate, connections = CONNECTIONS, seconds = SECONDS } = settings;
  const plan: Plan =
    rate === undefined
      ? { loop: 'closed', connections, seconds, restMs: REST_MS }
      : { loop: 'open', phases: [{ rate, seconds }], connections };
  const requests = await predictRequests(target);
  tell(`waiting until ${target.service} has no pod`);
  tell(`at zero after ${(await untilZero(kubernetes, target.service)).toFixed(0)} s`);
  const ran = await runLoad(target, requests, plan, { kubernetes });
  return {
    ...ran,
    connections,
    service: target.service,
    unit: 'requests',
    driver: planText(plan),
    findings: aftermath(ran.measured),
  };
};

function aftermath({ windows }: Measured): string[] {
  const answered = windows.flatMap(({ at, p50, max }) =>
    p50 === undefined || max === undefined ? [] : [{ at, p50, max }],
  );
  const [first] = answered;
  if (!first) return [];
  const usual = median(answered.slice(answered.length >> 1).map(({ p50 }) => p50));
  const restless = answered.findLastIndex(({ p50 }) => p50 > STEADY * usual);
  const steady = answered[restless + 1];
  return [
    `who came first waited ${milliseconds(first.p50)} (p50), ${milliseconds(first.max)} at most`,
    `p50 is ${milliseconds(usual)} in the second half, ${
      steady ? `and no more than twice that from second ${steady.at} on` : 'and not steady at the end'
    }`,
  ];
}
