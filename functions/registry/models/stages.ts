/** Stages, as clients of before aliases say where a version stands. */
import { STAGES } from '../../../shared/tracking/mlflow/models.ts';
import type { Stage } from '../../../shared/tracking/mlflow/versions.ts';
import { invalid } from '../refused.ts';
import { type Fields, requiredIn, wrong } from '../wire/fields.ts';

/** Stages that versions are archived from when another takes their place. */
const ACTIVE: readonly Stage[] = ['Staging', 'Production'];

/** In any case of letters. @throws HttpError 400 */
function stageOf(text: string): Stage {
  const found = STAGES.find((stage) => stage.toLowerCase() === text.toLowerCase());
  if (!found)
    throw invalid(`Invalid Model Version stage: ${text}. Value must be one of ${STAGES.join(', ')}.`);
  return found;
}

/** Of a list; undefined where there is none. @throws HttpError 400 */
export function stagesIn({ stages }: Fields): Stage[] | undefined {
  if (stages === undefined || stages === null) return undefined;
  const said = Array.isArray(stages) ? stages : [stages];
  if (said.length === 0) return undefined;
  return said.map((one: unknown) => {
    if (typeof one !== 'string') throw wrong('stages', stages);
    return stageOf(one);
  });
}

export interface Transition {
  readonly stage: Stage;
  /** Whether others that are in the stage are archived. */
  readonly archiving: boolean;
}

/** @throws HttpError 400 */
export function transitionIn(fields: Fields): Transition {
  const stage = stageOf(requiredIn(fields, 'stage'));
  const archiving = fields.archive_existing_versions === true;
  if (archiving && !ACTIVE.includes(stage))
    throw invalid(
      `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
    );
  return { stage, archiving };
}
