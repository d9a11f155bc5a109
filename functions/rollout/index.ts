/**
 * A version goes live: a new revision of predict, canary traffic, forward or back. It is in production when it has all of
 * the traffic, and not before: rollout alone makes production.
 */
import { PermanentError } from '../../shared/events/errors.ts';
import { modelApproved, modelPromoted, TRAFFIC, versionRequested } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { type Settle, type StageContext, stage } from '../../shared/runtime/stage.ts';
import { versionIsThere } from '../../shared/runtime/version-there.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { decisionOn } from '../../shared/tracking/history.ts';
import { projectPointer } from '../../shared/tracking/production.ts';
import { type ModelVersion, productionVersion } from '../../shared/tracking/versions.ts';
import { conclude, concludeOld, endEmits, sendBack } from './end.ts';
import { isMovedTo, type Moved, moveTo } from './move.ts';
import { takeTurn } from './turn.ts';

const settle: Settle = async ({ sql, objects, dataset }) => {
  await projectPointer(sql, objects, dataset.name);
};

/** A candidate: by a canary. Before the first model there is nothing to hold it against: what serves answers 503. */
export const onApproved = stage(
  { name: 'rollout', on: modelApproved, emits: endEmits, longWork: true },
  async ({ version, run, reason, champion }, context) => {
    const { sql, event, dataset } = context;
    await takeTurn(context);
    await versionIsThere(context, version, run);
    await mustBeApproved(context, run);
    const production = await productionVersion(sql, dataset.name);
    if (production?.version === version) {
      await context.hold();
      return await ended(sql, dataset.name, event.subject, 'promoted', reason);
    }
    if (production?.version !== champion) return await sendBack(context, { version, run }, production);
    const moved = await moveTo(context, version, { atOnce: !production });
    await conclude(context, { version, run, reason }, moved, production);
  },
  settle,
);

/**
 * Somebody asks for a version: whatever was decided on it, it goes the same way. With `force` its traffic does not wait
 * for its turn: a canary that is under way sees that the Service was changed, and ends as taken back.
 */
export const onRequested = stage(
  { name: 'rollout', on: versionRequested, emits: endEmits, longWork: true },
  async ({ version, reason, by, force = false }, context) => {
    await versionIsThere(context, version);
    const forced = force ? await moveTo(context, version, { atOnce: true }) : undefined;
    await takeTurn(context);
    const production = await productionVersion(context.sql, context.dataset.name);
    const moved = await asRequested(context, { version, by, force }, forced, production);
    if (!moved) return context.log.info({ version }, 'the traffic is elsewhere again: it stays as it is');
    if (moved.forward && production?.version === version && moved.steps.length === 0)
      return context.log.info({ version }, 'in production already');
    await conclude(context, { version, reason: `${reason} (asked for by ${by})` }, moved, production);
  },
  settle,
);

/** An event of a release before, whose `promote` had made production already. */
export const onPromoted = stage(
  { name: 'rollout', on: modelPromoted, emits: endEmits, longWork: true },
  async ({ version, reason, previous }, context) => {
    const { sql, event, dataset } = context;
    await takeTurn(context);
    await versionIsThere(context, version);
    const production = await productionVersion(sql, dataset.name);
    if (production?.version !== version) {
      const why = `${reason}; another version came into production before its rollout`;
      await context.hold();
      return await ended(sql, dataset.name, event.subject, 'rolled back', why);
    }
    const moved = await moveTo(context, version, { atOnce: previous === undefined });
    await concludeOld(context, { version, reason }, moved, previous);
  },
  settle,
);

/** @throws PermanentError when `promote` has not said so */
async function mustBeApproved({ sql, dataset }: StageContext, run: string): Promise<void> {
  const decision = await decisionOn(sql, dataset.name, run);
  if (decision?.event !== 'approved' && decision?.event !== 'promoted')
    throw new PermanentError(`run ${run} is not approved: ${decision?.reason ?? 'nobody has judged it'}`);
}

/** In its turn. @returns undefined when the traffic, on whose behalf it was asked for, is not there any more */
async function asRequested(
  context: StageContext,
  { version, by, force }: { readonly version: number; readonly by: string; readonly force: boolean },
  forced: Moved | undefined,
  production: ModelVersion | undefined,
): Promise<Moved | undefined> {
  if (by === TRAFFIC) return await isMovedTo(context, version);
  if (forced && !forced.forward) return forced;
  // What was forced is there, and stays as it is, unless a rollout that was at its end came in between.
  const moved = await moveTo(context, version, { atOnce: force || !production });
  return forced ? { ...moved, steps: [...forced.steps, ...moved.steps] } : moved;
}

serveStages('rollout', onApproved, onRequested, onPromoted);
