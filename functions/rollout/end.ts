/** How a rollout ends: the version is in production, or nothing has changed; in the tables, and told. */
import { modelPromoted, modelRolledBack, trainingCompleted } from '../../shared/events/types.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { makeProduction, remember, takeBack, withdraw } from '../../shared/tracking/production.ts';
import type { ModelVersion } from '../../shared/tracking/versions.ts';
import type { Moved } from './move.ts';

export interface Wanted {
  readonly version: number;
  /** Of the training whose candidate it is; none where somebody asks for a version. */
  readonly run?: string | undefined;
  readonly reason: string;
}

/** What is told of an end; a candidate that is to be judged again goes back. */
export const endEmits = [modelPromoted, modelRolledBack, trainingCompleted];
type Ending = StageContext<(typeof endEmits)[number]>;

/** What an event's `reason` may hold. */
const MOST = 2000;

export async function conclude(
  context: Ending,
  { version, run, reason }: Wanted,
  { forward, reason: how, steps }: Moved,
  production: ModelVersion | undefined,
): Promise<void> {
  const { sql, event, dataset, emit } = context;
  await context.hold();
  const name = dataset.name;
  const told = `${reason}; ${how}`.slice(0, MOST);
  const before = production && production.version !== version ? production.version : undefined;
  const of = { version, ...(run ? { run } : {}), reason: told };
  for (const { at, step } of steps)
    await remember(sql, { name, version, event: 'traffic moved', reason: step, at });
  if (forward) {
    await makeProduction(sql, { name, version, run, reason: told });
    emit(modelPromoted, { ...of, ...(before === undefined ? {} : { previous: before }) });
  } else {
    await takeBack(sql, { name, version, run, reason: told });
    emit(modelRolledBack, { ...of, ...(before === undefined ? {} : { production: before }) });
  }
  await ended(sql, name, event.subject, forward ? 'promoted' : 'rolled back', told);
}

/** As `conclude`, for a version that `promote` of a release before had put in production ahead of its rollout. */
export async function concludeOld(
  context: Ending,
  wanted: Wanted,
  moved: Moved,
  previous: number | undefined,
): Promise<void> {
  const { sql, event, dataset, emit } = context;
  await context.hold();
  const name = dataset.name;
  const reason = `${wanted.reason}; ${moved.reason}`.slice(0, MOST);
  if (moved.forward) return await conclude(context, wanted, moved, undefined);
  await withdraw(sql, { name, version: wanted.version, reason }, previous);
  emit(modelRolledBack, {
    version: wanted.version,
    reason,
    ...(previous === undefined ? {} : { production: previous }),
  });
  await ended(sql, name, event.subject, 'rolled back', reason);
}

/** The champion that it was held against is in production no more: it is to be held against the one that is. */
export async function sendBack(
  { sql, dataset, hold, emit }: Ending,
  { version, run }: { readonly version: number; readonly run: string },
  production: ModelVersion | undefined,
): Promise<void> {
  await hold();
  const now = production ? `version ${production.version} is` : 'no version is';
  const reason = `${now} in production, which it was not held against`;
  await remember(sql, { name: dataset.name, version, run, event: 'judged again', reason });
  emit(trainingCompleted, { run, version });
}
