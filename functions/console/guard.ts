/** Who may change something: nobody's page but ours. Keys come with their own issue; browsers are held off here. */
import { HttpError, type HttpHandler, type HttpRequest } from '../../shared/runtime/http.ts';

/** Wraps a call that changes something. */
export function guarded(handle: HttpHandler): HttpHandler {
  return (request) => {
    refuseCrossSite(request);
    return handle(request);
  };
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

/**
 * The JSON object in the body. That it has to be declared as JSON keeps forms of other sites away.
 * @throws HttpError 415 for another content type, 400 when it is no JSON object
 */
export async function jsonBody(request: HttpRequest): Promise<Record<string, unknown>> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new HttpError(415, `content-type is "${type}", expected application/json`);
  const text = (await request.body()).toString('utf8');
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new HttpError(400, `the body is not JSON: ${(cause as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpError(400, 'the body must be a JSON object');
  return value as Record<string, unknown>;
}
