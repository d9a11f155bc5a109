/** What the traffic of a data set's predictor is at: that a person has set a mix is seen nowhere else. */
import type { Traffic } from '../../shared/api/status.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { apiOptions, hasApi, knativeApi } from '../../shared/runtime/knative/api.ts';
import { predictorOf, sharesOf } from '../../shared/runtime/knative/served.ts';
import { logger } from '../../shared/runtime/log.ts';

/** @returns null where there is no predictor, or nobody who could tell */
export async function trafficOf(dataset: string): Promise<Traffic | null> {
  if (!hasApi(configuration())) return null;
  try {
    const api = knativeApi(apiOptions(configuration()));
    const service = await api.service(predictorOf(dataset));
    if (!service) return null;
    const shares = await sharesOf(api, service);
    return shares.map(({ version, ...share }) => ({ ...share, version: version ?? null }));
  } catch (error) {
    logger().warn({ dataset, error: (error as Error).message }, 'where the traffic is, could not be asked');
    return null;
  }
}
