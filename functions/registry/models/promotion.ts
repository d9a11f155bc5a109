/**
 * A client asks for a version of a data set's model: with alias `champion`, or with stage Production. It is asked of
 * `rollout`, as the console does; the alias and the stage move when that has made it production. What cannot come into
 * production is refused with the reason.
 */
import { mustBeAllowed } from '../../../shared/runtime/access/admit.ts';
import { askingFrom } from '../../../shared/runtime/asking/of-request.ts';
import { requestVersion } from '../../../shared/runtime/asking/version.ts';
import { HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database, objects } from '../../../shared/runtime/resources.ts';
import type { Query } from '../../../shared/store/database.ts';
import { learnedBatches } from '../../../shared/tracking/learned.ts';
import { type Standing, standingOf } from '../../../shared/tracking/mlflow/standing.ts';
import type { Version } from '../../../shared/tracking/mlflow/versions.ts';
import { retractedAmong } from '../../../shared/tracking/retraction.ts';
import { invalid } from '../refused.ts';

/** The alias of what is in production. */
export const CHAMPION = 'champion';

/**
 * @param how the client has asked, as the history is to tell it
 * @throws HttpError 403 for who may not promote, 400 with the reason
 */
export async function askForPromotion(request: HttpRequest, version: Version, how: string): Promise<void> {
  mustBeAllowed(request.principal, 'promote');
  if (version.stage === 'Production') return;
  const standing = await standingOf(database(), version.name, version.version);
  mustBePromotable(version, standing);
  if (standing.wasJustAsked) return;
  await mustNotBeRetracted(database(), version);
  const wish = { version: version.version, reason: how, by: request.principal.name, force: false };
  try {
    await requestVersion(askingFrom('registry', request), objects(), version.name, wish);
  } catch (error) {
    if (error instanceof HttpError && error.status === 409) throw invalid(error.message);
    throw error;
  }
}

/** @throws HttpError 400 for what is not judged, and what was refused */
function mustBePromotable({ name, version }: Version, { decision, reason }: Standing): void {
  const which = `version ${version} of ${name}`;
  if (decision === 'registered') throw invalid(`${which} is being checked: ask again when it is judged`);
  if (decision === 'judged again') throw invalid(`${which} is being judged again: ${reason}`);
  if (decision === 'rejected') throw invalid(`${which} was refused: ${reason}`);
}

/** @throws HttpError 400 for what has learned from rows that were taken back */
async function mustNotBeRetracted(sql: Query, { name, version, runId }: Version): Promise<void> {
  if (runId === null) return;
  const gone = await retractedAmong(sql, name, await learnedBatches(sql, runId));
  if (gone.length === 0) return;
  const batches = gone.map((batch) => `"${batch}"`).join(', ');
  throw invalid(`version ${version} of ${name} has learned from what was taken back since: batch ${batches}`);
}
