/** Where a predictor is asked, and for which version: what is served, or another one that is kept. */
import { configuration } from '../../../shared/runtime/configuration.ts';
import { HttpError } from '../../../shared/runtime/http/http.ts';
import { apiOptions, hasApi, type KnativeService, knativeApi } from '../../../shared/runtime/knative/api.ts';
import { type RunningRevision, runningIn } from '../../../shared/runtime/knative/running.ts';
import { predictorOf } from '../../../shared/runtime/knative/served.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { FILES } from '../../../shared/tracking/artifact.ts';
import { versionNumbered } from '../../../shared/tracking/versions.ts';

export interface Way {
  /** To connect to. */
  readonly url: URL;
  /** To name: the gateway takes requests for all hosts. */
  readonly host: string;
  /** To ask with, for one that is loaded when it is asked. */
  readonly query?: string;
}

/**
 * @param version undefined: whatever serves. One without an address of its own is loaded by a predictor beside its own
 * @throws HttpError 404 for what is not served or no version, 503 when nobody can tell
 */
export async function wayTo(dataset: string, version: number | undefined): Promise<Way> {
  if (!hasApi(configuration())) throw new HttpError(503, 'there is nobody to ask where predictors are');
  const api = knativeApi(apiOptions(configuration()));
  const service = await api.service(predictorOf(dataset));
  if (!service) throw new HttpError(404, `there is no Service ${predictorOf(dataset)}`);
  if (version === undefined) return along(service.status?.url);
  const [running] = runningIn([service], await api.revisions());
  const serving = (running?.revisions ?? []).filter((one) => one.version === version);
  const address = addressOf(service, serving);
  if (address !== undefined) return along(address);
  return { ...along(service.status?.url), query: await onDemand(dataset, version) };
}

function addressOf({ status }: KnativeService, serving: readonly RunningRevision[]): string | undefined {
  const percent = serving.reduce((sum, one) => sum + one.percent, 0);
  if (percent === 100) return status?.url;
  const [tag] = serving.flatMap(({ tags }) => tags);
  return tag === undefined ? undefined : status?.traffic?.find((target) => target.tag === tag)?.url;
}

/** With what its files were when it was registered, where that was kept. */
async function onDemand(dataset: string, version: number): Promise<string> {
  const kept = await versionNumbered(database(), dataset, version);
  if (!kept) throw new HttpError(404, `there is no version ${version} of ${dataset}`);
  const sha256 = kept.files?.[FILES.metadata];
  return new URLSearchParams({ version: String(version), ...(sha256 ? { sha256 } : {}) }).toString();
}

function along(address: string | undefined): Way {
  if (address === undefined) throw new HttpError(503, 'the predictor has no address yet: try again');
  const own = new URL(address);
  return { url: new URL(configuration().INGRESS_URL ?? own), host: own.host };
}
