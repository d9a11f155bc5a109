/** Spans of HTTP requests that are answered. */
import type { Answer, HttpRequest } from '../http/http.ts';
import { belongsTo, callersTrace } from './request.ts';
import { inSpan, isTracing } from './tracing.ts';

/**
 * Not in a span: what asks how we are, every few seconds; and the route of events, each of which has its own span with
 * the trace that it carries.
 */
const LEFT_OUT = new Set(['GET /health', 'GET /ready', 'GET /metrics', 'GET /metrics/summary', 'POST /']);

/** Whether a request of this route gets a span. */
export const isSpanned = (route: string): boolean => isTracing() && !LEFT_OUT.has(route);

/** Answers a request in a span that continues the caller's trace. */
export async function serving(
  route: string,
  request: HttpRequest,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  // A path that there is not is none of ours: it may be anything.
  const pattern = route === 'none' ? undefined : route.slice(route.indexOf(' ') + 1);
  const attributes = {
    'http.request.method': request.method,
    'http.route': pattern,
    'url.path': request.path,
    'user_agent.original': request.headers['user-agent'],
  };
  const parent = callersTrace(request);
  return await inSpan(
    { name: pattern ? route : request.method, kind: 'server', parent, attributes },
    async (span) => {
      belongsTo(request, span.trace);
      const answered = await answer();
      span.set({ 'http.response.status_code': answered.status });
      // Semantic conventions: what the client did wrong is no error of the server.
      if (answered.status >= 500) span.fail(`status ${answered.status}`);
      return answered;
    },
  );
}
