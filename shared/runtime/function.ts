/**
 * How handlers become a function: registration with functions-framework, so that its stock command line runs them,
 * with /health, /ready and /metrics beside. Events register as HTTP too: the status contract with the broker needs
 * 400, 422 and 503, where a `cloudEvent()` function can only answer 500.
 */
import { http } from '@google-cloud/functions-framework';
import type { Principal } from '../access/principal.ts';
import { BadEvent, statusOf } from '../events/errors.ts';
import { readEvent } from '../events/wire.ts';
import { admit } from './access/admit.ts';
import { NEEDS } from './access/needs.ts';
import { knownKeys } from './access/process-keys.ts';
import { configuration } from './configuration.ts';
import { crossOrigin } from './http/cross-origin.ts';
import {
  type Answer,
  empty,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type IncomingRequest,
  json,
  requestFrom,
  writeAnswer,
} from './http/http.ts';
import { type Match, type Routes, router } from './http/router.ts';
import { logger } from './log.ts';
import { answered, metricsAnswer } from './metrics.ts';
import { database, objects } from './resources.ts';
import type { Stage } from './stage.ts';
import { tellIfOwed } from './tell-owed.ts';
import { handling } from './tracing/events.ts';
import { belongsTo, knownTrace, traced } from './tracing/request.ts';
import { isSpanned, serving } from './tracing/serving.ts';

export interface Lifecycle {
  /** Before the first request: load a model, say. A failure ends the process. */
  start?(): Promise<void>;
  /** Whether it can do its work now; default always. */
  ready?(): boolean;
  /** After the last request: flush what is buffered. */
  stop?(): Promise<void>;
}

export interface Serving extends Lifecycle {
  /** Whether pages of the origins in CORS_ORIGINS may ask it. */
  readonly forPages?: boolean;
  /** Where a browser that shows no credential is led when it asks for a page. */
  readonly signInAt?: string;
  /** Told of whoever is let in, by what they have shown. */
  admitted?(principal: Principal): void;
  /** How a refusal is worded; default {"error": "..."} with the fields of the error. */
  readonly refusal?: (refused: Refused) => Answer;
}

export interface Refused {
  readonly status: number;
  readonly message: string;
  /** Those of the HttpError. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface MareaFunction extends Lifecycle {
  readonly name: string;
  readonly handle: HttpHandler;
  /** What it answers to, those that all functions have among them. */
  readonly routes: Routes;
}

const functions = new Map<string, MareaFunction>();

/** What is registered under this name. @throws when nothing is. */
export function functionNamed(name: string): MareaFunction {
  const found = functions.get(name);
  if (!found)
    throw new Error(`no function "${name}" is registered, only ${[...functions.keys()].join(', ')}`);
  return found;
}

/** Registers a function that takes events at POST /: one stage for each type of event. */
export function serveStages(name: string, ...stages: readonly Stage[]): MareaFunction {
  const byType = new Map(stages.map((stage) => [stage.on.type, stage]));
  let asked = false;
  const take = (request: HttpRequest, body: Buffer): Promise<Answer> => {
    asked = true;
    return takeEvent(byType, request, body);
  };
  return serveRoutes(
    name,
    { 'POST /': { needs: 'event', body: 'bytes', handle: take } },
    { stop: async () => void (asked && (await tellIfOwed(name))) },
  );
}

/** Registers a function with HTTP routes. Its own /health, /ready and /metrics win over the common ones. */
export function serveRoutes(
  name: string,
  routes: Routes,
  { forPages = false, admitted, signInAt, refusal = asError, ...lifecycle }: Serving = {},
): MareaFunction {
  const all = { ...commonRoutes(lifecycle), ...routes };
  const match = router(all);
  const kind = { admitted, refusal };
  const handleOwn = async (request: HttpRequest): Promise<Answer> => {
    const matched = match(request);
    if (!isSpanned(matched.route)) return await answer(matched, request, kind);
    return await serving(matched.route, request, () => answer(matched, request, kind));
  };
  const led = signInAt === undefined ? handleOwn : leadingTo(signInAt, handleOwn);
  const handle = forPages ? crossOrigin(led, () => configuration().CORS_ORIGINS) : led;
  const start = asksWho(routes) ? async () => await startAsking(lifecycle) : lifecycle.start;
  const registered: MareaFunction = { name, handle, routes: all, ...lifecycle, ...(start ? { start } : {}) };
  functions.set(name, registered);
  http(name, async (incoming, response) => {
    await writeAnswer(response, await handle(requestFrom(incoming as unknown as IncomingRequest)));
  });
  return registered;
}

/** A person at a browser can do nothing with a 401; whatever else asks can. */
const leadingTo =
  (page: string, handle: HttpHandler): HttpHandler =>
  async (request) => {
    const made = await handle(request);
    const isPage = request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '');
    if (made.status !== 401 || !isPage || request.path === page) return made;
    return { status: 303, headers: { location: ledFrom(request, page), 'cache-control': 'no-store' } };
  };

/** The page to sign in at is told where somebody wanted to go. */
function ledFrom({ path, query }: HttpRequest, page: string): string {
  const text = query.toString();
  const wanted = text ? `${path}?${text}` : path;
  return wanted === '/' ? page : `${page}?${new URLSearchParams({ to: wanted })}`;
}

/** Whether anybody who asks has to say who it is; what takes events alone has no keys to read. */
const asksWho = (routes: Routes): boolean =>
  Object.values(routes).some(({ needs }) => needs !== 'scrape' && Array.isArray(NEEDS[needs].roles));

/** The keys come while the rest is loaded: whoever asks first waits for them no longer than for that. */
async function startAsking({ start }: Lifecycle): Promise<void> {
  // Whoever asks learns what is wrong with them.
  void Promise.resolve(knownKeys()).catch(() => undefined);
  await start?.();
}

/** Asks whether the caller may, answers, and counts. Never throws. */
async function answer(
  { route, needs, about, handle }: Match,
  request: HttpRequest,
  { admitted, refusal }: Pick<Serving, 'admitted'> & Required<Pick<Serving, 'refusal'>>,
): Promise<Answer> {
  const started = performance.now();
  let made: Answer;
  try {
    const principal = admit(request, { route, needs, about });
    request.principal = principal instanceof Promise ? await principal : principal;
    admitted?.(request.principal);
    made = await handle(request);
  } catch (error) {
    made = answerOf(error, request, refusal);
  }
  answered(route, made.status, (performance.now() - started) / 1000, knownTrace(request)?.traceId);
  return made;
}

const commonRoutes = ({ ready }: Lifecycle): Routes => ({
  'GET /health': { needs: 'nothing', handle: () => json({ status: 'healthy' }) },
  'GET /ready': {
    needs: 'nothing',
    handle: () => (ready?.() === false ? json({ status: 'not ready' }, 503) : json({ status: 'ready' })),
  },
  'GET /metrics': { needs: 'scrape', handle: (request) => metricsAnswer(request) },
});

async function takeEvent(
  stages: ReadonlyMap<string, Stage>,
  request: HttpRequest,
  body: Buffer,
): Promise<Answer> {
  const event = readEvent(request.headers, body);
  const stage = stages.get(event.type);
  if (!stage)
    throw new BadEvent(
      `${event.type} is not for this function, which takes ${[...stages.keys()].join(', ')}`,
    );
  return await handling(event, async ({ trace }) => {
    belongsTo(request, trace);
    const log = logger().child({
      trace: trace.traceId,
      span: trace.spanId,
      event: event.id,
      dataset: event.dataset,
      subject: event.subject,
    });
    try {
      const { K_SINK: sink, REQUEST_SECONDS: limitSeconds } = configuration();
      await stage.take(event, { sql: database(), objects: objects(), log, sink, trace, limitSeconds });
      // Empty: a broker takes any other body for an event, or for a failure.
      return empty(204);
    } catch (error) {
      log.warn(
        { status: statusOf(error), error: (error as Error).message, stack: (error as Error).stack },
        'event failed',
      );
      throw error;
    }
  });
}

/** One place where errors become answers. */
function answerOf(error: unknown, request: HttpRequest, refusal: (refused: Refused) => Answer): Answer {
  if (error instanceof HttpError) {
    const answer = refusal(error);
    return { ...answer, headers: { ...answer.headers, ...error.headers } };
  }
  const status = statusOf(error);
  const { message, stack } = error as Error;
  if (status !== 500) return refusal({ status, message, fields: {} });
  logger().error({ ...traced(request), error: message, stack }, 'request failed');
  return refusal({ status, message: 'internal error', fields: {} });
}

const asError = ({ status, message, fields }: Refused): Answer => json({ error: message, ...fields }, status);
