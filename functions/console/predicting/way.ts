/** Where a predictor is asked, and which of its revisions: the served ones, or the one that serves a given version. */
import { configuration } from '../../../shared/runtime/configuration.ts';
import { HttpError } from '../../../shared/runtime/http/http.ts';
import { apiOptions, hasApi, type KnativeService, knativeApi } from '../../../shared/runtime/knative/api.ts';
import { type RunningRevision, runningIn } from '../../../shared/runtime/knative/running.ts';
import { predictorOf } from '../../../shared/runtime/knative/served.ts';

export interface Way {
  /** To connect to. */
  readonly url: URL;
  /** To name: the gateway takes requests for all hosts. */
  readonly host: string;
}

/**
 * @param version undefined: whatever serves
 * @throws HttpError 404 for what is not served, 409 for a version that has no address of its own, 503 when nobody can tell
 */
export async function wayTo(dataset: string, version: number | undefined): Promise<Way> {
  if (!hasApi(configuration())) throw new HttpError(503, 'there is nobody to ask where predictors are');
  const api = knativeApi(apiOptions(configuration()));
  const service = await api.service(predictorOf(dataset));
  if (!service) throw new HttpError(404, `there is no Service ${predictorOf(dataset)}`);
  if (version === undefined) return along(service.status?.url);
  const [running] = runningIn([service], await api.revisions());
  const serving = (running?.revisions ?? []).filter((one) => one.version === version);
  if (serving.length === 0) throw new HttpError(404, `no revision serves version ${version} of ${dataset}`);
  return along(addressOf(service, serving, version));
}

function addressOf(
  { status }: KnativeService,
  serving: readonly RunningRevision[],
  version: number,
): string | undefined {
  const percent = serving.reduce((sum, one) => sum + one.percent, 0);
  if (percent === 100) return status?.url;
  const [tag] = serving.flatMap(({ tags }) => tags);
  if (tag !== undefined) return status?.traffic?.find((target) => target.tag === tag)?.url;
  throw new HttpError(
    409,
    `version ${version} has ${percent} % of the traffic and no address of its own: a tag gives it one`,
  );
}

function along(address: string | undefined): Way {
  if (address === undefined) throw new HttpError(503, 'the predictor has no address yet: try again');
  const own = new URL(address);
  return { url: new URL(configuration().INGRESS_URL ?? own), host: own.host };
}
