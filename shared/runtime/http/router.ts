/** Routes of an HTTP function: each a row that says what it needs, how its body is read, and who answers. */
import type { About, Needs } from '../access/needs.ts';
import { type Bodies, readers, refuseForm } from './body.ts';
import { type Answer, HttpError, type HttpHandler, type HttpRequest } from './http.ts';

type Answered = Promise<Answer> | Answer;

/** What the caller of a route has to be allowed. */
type Guard =
  /** What no person asks. */
  | { readonly needs: Unscoped; readonly about?: undefined }
  | { readonly needs: Exclude<Needs, Unscoped>; readonly about: About };
type Unscoped = 'nothing' | 'signIn' | 'scrape' | 'event';

/** One for each way to read a body; without `body` there is none to be had. */
export type Route = Guard & Handling;

type Handling =
  | {
      [B in keyof Bodies]: {
        readonly body: B;
        /** Bytes; default 8 MiB. */
        readonly limit?: number;
        readonly handle: (request: HttpRequest, body: Bodies[B]) => Answered;
      };
    }[keyof Bodies]
  | {
      readonly body?: undefined;
      readonly handle: (request: HttpRequest) => Answered;
    };

/** 'GET /health' -> its row. In a path `*` is one part, at the end all that follows. */
export type Routes = Readonly<Record<string, Route>>;

export interface Match {
  /** The pattern, as a bounded label for metrics. */
  readonly route: string;
  readonly needs: Needs;
  readonly about: About | undefined;
  /** Reads the body and answers. */
  readonly handle: HttpHandler;
}

export function router(routes: Routes): (request: HttpRequest) => Match {
  const all = Object.entries(routes).map(([route, row]) => ({
    route,
    needs: row.needs,
    about: row.about,
    handle: taking(row),
  }));
  const exact = new Map(all.filter(({ route }) => !route.includes('*')).map((match) => [match.route, match]));
  const patterns = all
    .filter(({ route }) => route.includes('*'))
    .map((match) => ({ match, form: formOf(match.route) }))
    .sort((a, b) => literals(b.match.route) - literals(a.match.route));
  const found = (key: string): Match | undefined =>
    exact.get(key) ?? patterns.find(({ form }) => form.test(key))?.match;
  const methods = [...new Set(all.map(({ route }) => route.slice(0, route.indexOf(' '))))];
  return (request) => {
    const { path } = request;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    return (
      found(`${method} ${path}`) ??
      unknown(methods.filter((other) => found(`${other} ${path}`) !== undefined))
    );
  };
}

/** The longer what is said, the closer the match. */
const literals = (pattern: string): number => pattern.replaceAll('*', '').length;

function formOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/\*(?=\/)/g, '[^/]+').replace(/\*$/, '.*')}$`, 's');
}

function taking(row: Route): HttpHandler {
  switch (row.body) {
    case undefined:
      return async (request) => {
        refuseForm(request);
        return row.handle(request);
      };
    case 'json':
      return async (request) => row.handle(request, await readers.json(request, row.limit));
    case 'object':
      return async (request) => row.handle(request, await readers.object(request, row.limit));
    case 'bytes':
      return async (request) => row.handle(request, await readers.bytes(request, row.limit));
    case 'stream':
      return async (request) => row.handle(request, await readers.stream(request, row.limit));
  }
}

function unknown(methods: readonly string[]): Match {
  return {
    route: 'none',
    needs: 'nothing',
    about: undefined,
    handle: (request) => refused(request, methods),
  };
}

function refused(request: HttpRequest, methods: readonly string[]): never {
  if (methods.length === 0) throw new HttpError(404, `there is nothing at ${request.path}`);
  const allowed = methods.join(', ');
  // RFC 9110, 15.5.6: a 405 says what is allowed.
  throw new HttpError(405, `${request.path} takes ${allowed}, not ${request.method}`, {}, { allow: allowed });
}
