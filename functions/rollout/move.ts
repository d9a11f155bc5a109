/** Moves a data set's predictor to a version, as far as there is a predictor. */
import { configuration } from '../../shared/runtime/configuration.ts';
import { apiOptions, knativeApi } from '../../shared/runtime/knative/api.ts';
import { predictorOf } from '../../shared/runtime/knative/served.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { happened } from '../../shared/runtime/tracing/tracing.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { versionNumbered } from '../../shared/tracking/versions.ts';
import { type CanaryOptions, rollOut } from './canary.ts';
import { complaintOf } from './complaint.ts';
import { type CanaryResult, servingAlone } from './serving.ts';
import { rolloutSettings } from './settings.ts';

type Context = Pick<StageContext, 'dataset' | 'log' | 'sql'>;

export interface Moved extends CanaryResult {
  /** What was done to the traffic, and when. */
  readonly steps: readonly { readonly at: Date; readonly step: string }[];
}

/** @param atOnce without a canary */
export async function moveTo(
  { sql, dataset: { name }, log }: Context,
  version: number,
  { atOnce }: { readonly atOnce: boolean },
): Promise<Moved> {
  const api = knativeApi(apiOptions(configuration()));
  const service = await api.service(predictorOf(name));
  const steps: { at: Date; step: string }[] = [];
  // A predictor that is deployed later follows the pointer.
  if (!service)
    return { forward: true, reason: `there is no Service ${predictorOf(name)} to serve it`, steps };
  const careful = rolloutSettings();
  const options: CanaryOptions = {
    ...careful,
    steps: atOnce ? [100] : careful.steps,
    complaint: (canary) => complaintOf(api, canary, configuration().INGRESS_URL),
    onStep(step) {
      log.info({ version, step }, 'rollout');
      happened(step);
      steps.push({ at: new Date(), step });
    },
  };
  const registered = (await versionNumbered(sql, name, version))?.files;
  const wanted = { version, sha256: registered?.[FILES.metadata] };
  return { ...(await rollOut(api, service, wanted, options)), steps };
}

/** Whether all of the traffic is at the version, without doing anything about it. */
export async function isMovedTo({ dataset: { name } }: Context, version: number): Promise<Moved | undefined> {
  const api = knativeApi(apiOptions(configuration()));
  const service = await api.service(predictorOf(name));
  const serving = service && (await servingAlone(api, service, version));
  return serving && { ...serving, steps: [] };
}
