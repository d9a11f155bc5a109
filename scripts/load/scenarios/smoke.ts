/** Every route of predict, a few requests each, and whether it answers right. */
import { machineClock } from '../clock.ts';
import { watchLoop } from '../fell-behind.ts';
import { type Recorder, recorderFrom } from '../recorder.ts';
import type { CheckResult } from '../report.ts';
import { rowsOf } from '../rows.ts';
import { type Call, type Check, callsOf } from '../smoke/call.ts';
import { checksOf } from '../smoke/checks.ts';
import { knownValues } from '../target.ts';
import type { Scenario } from './scenario.ts';

const ROWS = 5;
const SEED = 1;

export const smoke: Scenario = async ({ target }) => {
  const { dataset } = target;
  const rows = rowsOf(dataset, await knownValues(target), SEED, ROWS);
  const recorder = recorderFrom(machineClock.now(), 1);
  const loop = watchLoop();
  const results: CheckResult[] = [];
  for (const check of checksOf(dataset, rows)) results.push(await resultOf(check, callsOf(target), recorder));
  return {
    measured: recorder.measured(),
    loop: loop(),
    checks: results,
    connections: 1,
    service: target.service,
    unit: 'checks',
    driver: 'one after the other',
    findings: [],
  };
};

async function resultOf(check: Check, call: Call, recorder: Recorder): Promise<CheckResult> {
  const due = machineClock.now();
  const problem = await check.holds(call).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const ended = machineClock.now();
  const failure = problem === undefined ? undefined : 'wrong answer';
  recorder.add({ due, seen: due, sent: due, ended, failure });
  const { routes } = check;
  return { routes, milliseconds: ended - due, ...(problem === undefined ? {} : { problem }) };
}
