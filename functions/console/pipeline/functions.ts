/** GET /api/functions: what runs, as Knative has it. */
import { reaches } from '../../../shared/access/principal.ts';
import type { Functions } from '../../../shared/api/pipeline.ts';
import { configuration } from '../../../shared/runtime/configuration.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { apiOptions, hasApi, knativeApi } from '../../../shared/runtime/knative/api.ts';
import { type RunningFunction, runningIn } from '../../../shared/runtime/knative/running.ts';
import { logger } from '../../../shared/runtime/log.ts';

export async function functions({ principal }: HttpRequest): Promise<Answer> {
  const running = await runningNow();
  const reached = running?.filter(({ dataset }) => dataset === null || reaches(principal, dataset));
  const lines = reached?.map((one) => ({ ...one, coldStarts: null, cpuSeconds: null }));
  return json({ functions: lines ?? null } satisfies Functions);
}

/** undefined when nobody could tell. */
export async function runningNow(): Promise<readonly RunningFunction[] | undefined> {
  if (!hasApi(configuration())) return undefined;
  try {
    const api = knativeApi(apiOptions(configuration()));
    const [services, revisions] = await Promise.all([api.services(), api.revisions()]);
    return runningIn(services, revisions);
  } catch (error) {
    logger().warn({ error: (error as Error).message }, 'what runs, could not be asked');
    return undefined;
  }
}
