/** Routes of an HTTP function: exact paths, and paths that end in `/*`. */
import { type Answer, HttpError, type HttpHandler, type HttpRequest, json } from './http.ts';

/** 'GET /health' -> handler; a path may end in '/*'. */
export type Routes = Readonly<Record<string, HttpHandler>>;

export interface Match {
  /** The pattern, as a bounded label for metrics. */
  readonly route: string;
  readonly handle: HttpHandler;
}

export function router(routes: Routes): (request: HttpRequest) => Match {
  const exact = new Map(Object.entries(routes).filter(([pattern]) => !pattern.endsWith('*')));
  const prefixes = Object.entries(routes)
    .filter(([pattern]) => pattern.endsWith('/*'))
    .map(([pattern, handle]) => ({ pattern, prefix: pattern.slice(0, -1), handle }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const methodsOf = (path: string): string[] => {
    const methods = Object.keys(routes).filter((pattern) => pattern.slice(pattern.indexOf(' ') + 1) === path);
    return methods.map((pattern) => pattern.slice(0, pattern.indexOf(' ')));
  };
  return (request) => {
    const key = `${request.method === 'HEAD' ? 'GET' : request.method} ${request.path}`;
    const handle = exact.get(key);
    if (handle) return { route: key, handle };
    const prefix = prefixes.find((candidate) => key.startsWith(candidate.prefix));
    if (prefix) return { route: prefix.pattern, handle: prefix.handle };
    return { route: 'none', handle: () => unknown(request, methodsOf(request.path)) };
  };
}

function unknown(request: HttpRequest, methods: string[]): Answer {
  if (methods.length > 0) {
    const error = `${request.path} takes ${methods.join(', ')}, not ${request.method}`;
    const refused = json({ error }, 405);
    // RFC 9110, 15.5.6: a 405 says what is allowed.
    return { ...refused, headers: { ...refused.headers, allow: methods.join(', ') } };
  }
  throw new HttpError(404, `there is nothing at ${request.path}`);
}
