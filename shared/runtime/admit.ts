/**
 * Who may do what. Every route says in its row what it needs, and the router asks here before anything of a request is
 * done. Until there are keys all come in but one: a browser that a page of another site sends to change something.
 */
import { HttpError, type HttpRequest } from './http.ts';

/** What a caller has to be allowed, and whether it changes something that a page of another site may not touch. */
const CHANGES = {
  /** Probes, which Kubernetes sends without a key. */
  nothing: false,
  /** The metrics, for whoever collects them. */
  scrape: false,
  /** An event from a broker: nobody else has to come. */
  event: true,
  /** To ask a model, to read what it is, and to tell what turned out to be true. */
  predict: false,
  /** To read how the platform and its data stand. */
  view: false,
  /** To offer a batch. */
  ingest: true,
  /** To ask for a training. */
  train: true,
  /** To bring a version into production. */
  promote: true,
  /** To mend and to reset. */
  operate: true,
} as const;

export type Needs = keyof typeof CHANGES;

/** @throws HttpError 403 for who may not. Asked for each prediction: it allocates nothing where all is well. */
export function admit(request: HttpRequest, needs: Needs): void {
  if (CHANGES[needs]) refuseCrossSite(request);
}

/** @throws HttpError 403 when a browser sends it for a page of another site */
function refuseCrossSite({ headers }: HttpRequest): void {
  const site = headers['sec-fetch-site'];
  const hosts = [headers.host, headers['x-forwarded-host']];
  const { origin } = headers;
  const foreign = origin !== undefined && !hosts.some((host) => host && originIs(origin, String(host)));
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new HttpError(403, `a page of ${origin ?? 'another site'} may not change anything here`);
}

function originIs(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
