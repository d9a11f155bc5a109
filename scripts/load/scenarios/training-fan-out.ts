/** 64 trials asked for at once: how many pods take them, how soon, and whether each is done once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '../../../shared/events/event.ts';
import { writeEvent } from '../../../shared/events/wire.ts';
import { postEvent } from '../../../shared/runtime/outbox.ts';
import { median } from '../../../shared/stats/median.ts';
import { connect, type Sql } from '../../../shared/store/database.ts';
import { UserError } from '../../cli/command.ts';
import { milliseconds } from '../../cli/words.ts';
import { machineClock } from '../clock.ts';
import { type Inside, wayInside } from '../fan-out/inside.ts';
import {
  attemptsOf,
  type Ended,
  endedTrials,
  type Planned,
  planTrials,
  removeTrials,
} from '../fan-out/trials.ts';
import { watchLoop } from '../fell-behind.ts';
import { type PodCount, untilZero, watchPods } from '../pods.ts';
import { recorderFrom } from '../recorder.ts';
import type { Context, Outcome, Scenario } from './scenario.ts';

const TRIALS = 64;
const SERVICE = 'trial';
const SECONDS = 600;
const LOOK_MS = 250;
const MANY_PODS = 8;

export const trainingFanOut: Scenario = async (context) => {
  const { kubernetes, noKubernetes, target, tell } = context;
  if (!kubernetes) throw new UserError(`pods of ${SERVICE} cannot be counted: ${noKubernetes}`);
  const inside = await wayInside(target);
  const sql = connect(inside.databaseUrl, { name: 'load' });
  try {
    tell(`waiting until ${SERVICE} has no pod`);
    await untilZero(kubernetes, SERVICE);
    const planned = await planTrials(sql, target.dataset.name, TRIALS);
    try {
      return await fanOut({ ...context, kubernetes }, sql, planned, inside);
    } finally {
      await removeTrials(sql, planned);
    }
  } finally {
    await sql.end();
    inside.close();
  }
};

async function sendInside(event: Event, { broker, headers: shown }: Inside): Promise<void> {
  const { headers, body } = writeEvent(event);
  await postEvent(event.type, { ...headers, ...shown }, body, broker);
}

type Watched = Context & { readonly kubernetes: NonNullable<Context['kubernetes']> };

async function fanOut(
  { kubernetes, settings, tell }: Watched,
  sql: Sql,
  planned: Planned,
  inside: Inside,
): Promise<Outcome> {
  const start = machineClock.now();
  const loop = watchLoop();
  const pods = watchPods(kubernetes, SERVICE, start);
  await Promise.all(planned.events.map((event) => sendInside(event, inside)));
  tell(`${TRIALS} trials asked for`);
  const ended = await untilEnded(sql, planned, start + (settings.seconds ?? SECONDS) * 1000);
  const attempts = await attemptsOf(sql, planned);
  tell(`${ended.length} trials done; waiting until ${SERVICE} has no pod`);
  const done = (machineClock.now() - start) / 1000;
  const gone = await untilZero(kubernetes, SERVICE).catch(() => undefined);
  const counts = await pods();
  return {
    measured: measuredFrom(start, planned, ended),
    loop: loop(),
    pods: counts,
    connections: TRIALS,
    service: SERVICE,
    unit: 'trials',
    driver: 'all at once',
    findings: findings(counts, ended, attempts, done, gone),
  };
}

async function untilEnded(sql: Sql, planned: Planned, deadline: number): Promise<Ended[]> {
  for (;;) {
    const ended = await endedTrials(sql, planned);
    if (ended.length === planned.trials.length || machineClock.now() > deadline) return ended;
    await pause(LOOK_MS);
  }
}

/** Each from when it was asked for to its end; one that did not end in time is a failure. */
function measuredFrom(start: number, { trials }: Planned, ended: readonly Ended[]): Outcome['measured'] {
  const recorder = recorderFrom(start, 1);
  const times = { due: start, seen: start, sent: start };
  for (const { status, after } of ended)
    recorder.add({
      ...times,
      ended: start + after * 1000,
      failure: status === 'failed' ? status : undefined,
    });
  for (let missing = ended.length; missing < trials.length; missing++)
    recorder.add({ ...times, ended: machineClock.now(), failure: 'not done in time' });
  return recorder.measured();
}

function findings(
  pods: readonly PodCount[],
  ended: readonly Ended[],
  attempts: readonly number[],
  done: number,
  gone: number | undefined,
): string[] {
  const many = pods.find(({ ready }) => ready >= MANY_PODS);
  const repeated = attempts.filter((times) => times > 1).length;
  return [
    `all done after ${done.toFixed(1)} s; a fit alone takes ${milliseconds(1000 * median(ended.map(({ seconds }) => seconds)))}`,
    many
      ? `${MANY_PODS} pods were ready after ${many.at.toFixed(1)} s`
      : `never ${MANY_PODS} pods ready: max-scale, or the processors of one machine, hold them down`,
    `${attempts.length} trials have their effects once; of ${repeated} the event was handled more than once`,
    gone === undefined ? 'pods did not go' : `all pods gone ${gone.toFixed(0)} s after the last trial`,
  ];
}
