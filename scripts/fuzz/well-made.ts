/** One request for each route that a stranger may reach, as its callers make it: what a fuzz starts from. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Sent } from './sent.ts';

export interface Reached {
  /** Before each of its paths, as "/services/console". */
  readonly prefix: string;
  /** "POST /predict", as the function has them. */
  readonly routes: readonly string[];
}

/** What `*` stands for where it is no data set alone. */
const FILLED: Readonly<Record<string, (dataset: string) => string>> = {
  '/values/*': () => '/values/state',
  '/v2/*': (name) => `/v2/models/${name}/infer`,
  '/v2/health/*': () => '/v2/health/ready',
  '/models/*': (name) => `/models/${name}/1/card`,
  '/api/batches/*': (name) => `/api/batches/${name}/b1`,
  '/api/trainings/*': (name) => `/api/trainings/${name}/r1`,
  '/api/uploads/*': (name) => `/api/uploads/${name}/rows.csv`,
  '/api/dead-letters/*/replay': () => '/api/dead-letters/1/replay',
  '/api/dead-letters/*/discard': () => '/api/dead-letters/1/discard',
};

export function wellMade({ prefix, routes }: Reached, dataset: Dataset): Sent[] {
  return routes.map((route) => {
    const [method = 'GET', pattern = '/'] = route.split(' ');
    const path = prefix + (FILLED[pattern]?.(dataset.name) ?? filled(pattern, dataset.name));
    return { method, path, ...bodyFor(method, pattern, dataset) };
  });
}

/** The first is the data set, others are numbers. */
const filled = (pattern: string, dataset: string): string =>
  pattern.replace('*', dataset).replaceAll('*', '1');

const JSON_TYPE = ['content-type', 'application/json'] as const;

function bodyFor(method: string, pattern: string, dataset: Dataset): Pick<Sent, 'headers' | 'body'> {
  if (method === 'GET') return { headers: [['accept', '*/*']], body: Buffer.alloc(0) };
  if (pattern === '/ingest' || pattern === '/') return event(dataset);
  return { headers: [JSON_TYPE], body: Buffer.from(JSON.stringify(fieldsFor(pattern, dataset))) };
}

function event({ name, example }: Dataset): Pick<Sent, 'headers' | 'body'> {
  const attributes = { specversion: '1.0', type: 'dev.marea.batch.received', source: '/fuzz', id: 'fuzz' };
  const headers = Object.entries({ ...attributes, dataset: name, subject: 'fuzz' });
  return {
    headers: [JSON_TYPE, ...headers.map(([key, value]) => [`ce-${key}`, value] as const)],
    body: Buffer.from(JSON.stringify({ rows: [example] })),
  };
}

/** A reason is left out, so that what is asked for in earnest is asked for by mutations alone. */
function fieldsFor(pattern: string, { name, example, target }: Dataset): unknown {
  switch (pattern) {
    case '/feedback':
      return { request_id: 'fuzz', actual: target.task === 'regression' ? 1 : target.classes[0] };
    case '/batch_predict':
    case '/batch_explain':
      return [example, example];
    case '/v2/*':
      return { id: 'fuzz', inputs: Object.entries(example).map(tensor), outputs: [] };
    case '/api/dead-letters/discard':
      return { reason: '', by: 'fuzz', type: 'x', dataset: name };
    default:
      return pattern.startsWith('/api/') ? { reason: '', by: 'fuzz', force: false } : example;
  }
}

const tensor = ([name, value]: [string, unknown]): object => ({
  name,
  datatype: typeof value === 'number' ? 'FP32' : 'BYTES',
  shape: [1, 1],
  data: [value],
});
