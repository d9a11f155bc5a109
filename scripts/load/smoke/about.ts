/** What a client can learn of the service: its model, its lists, its documentation, its log and its metrics. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { type Check, expected, need } from './call.ts';

export function aboutChecks(dataset: Dataset): Check[] {
  return [
    saying('GET /', 'service', `predict-${dataset.name}`),
    saying('GET /health', 'status', 'healthy'),
    saying('GET /ready', 'status', 'ready'),
    saying('GET /model', 'task', dataset.target.task),
    saying('POST /reload', 'model_loaded', true),
    {
      routes: ['GET /values/{column}', ...(dataset.listed.includes('state') ? ['GET /states'] : [])],
      holds: async (call) => {
        const paths = dataset.listed.map((column) => `/values/${encodeURIComponent(column)}`);
        if (dataset.listed.includes('state')) paths.push('/states');
        for (const path of paths) {
          const [values] = Object.values((await expected(200, call(`GET ${path}`))).fields);
          need(Array.isArray(values) && values.length > 0, `${path} tells no values`);
        }
        await expected(404, call('GET /values/nothing'));
      },
    },
    {
      routes: ['GET /importance'],
      holds: async (call) => {
        const { features } = (await expected(200, call('GET /importance'))).fields;
        const sizes = (features as { importance: number }[]).map(({ importance }) => importance);
        need(sizes.length > 0, 'no feature matters');
        need(
          sizes.every((size, index) => index === 0 || size <= Number(sizes[index - 1])),
          'not the most important first',
        );
      },
    },
    {
      routes: ['GET /predictions/history'],
      holds: async (call) => {
        const { status, fields } = await call('GET /predictions/history?limit=2');
        // Without a database it says so, and everything else works.
        if (status === 503) return;
        need(status === 200 && Array.isArray(fields.predictions), `answered ${status}`);
        need(fields.predictions.length <= 2, `${fields.predictions.length} predictions, asked for 2`);
        await expected(422, call('GET /predictions/history?limit=0'));
      },
    },
    {
      routes: ['GET /metrics', 'GET /metrics/summary'],
      holds: async (call) => {
        const { text } = await expected(200, call('GET /metrics'));
        for (const name of ['marea_requests_total', 'marea_predictions_total'])
          need(text.includes(`# TYPE ${name} counter`), `no ${name}`);
        const { fields } = await expected(200, call('GET /metrics/summary'));
        need(Number(fields.requests) > 0, 'no request was counted');
      },
    },
    {
      routes: ['GET /docs'],
      holds: async (call) => {
        const { text } = await expected(200, call('GET /docs'));
        need(text.includes('<html'), 'no page');
        await expected(404, call('GET /nothing'));
      },
    },
  ];
}

const saying = (route: string, field: string, value: unknown): Check => ({
  routes: [route],
  holds: async (call) => {
    const { fields } = await expected(200, call(route));
    need(
      fields[field] === value,
      `${field} is ${JSON.stringify(fields[field])}, expected ${JSON.stringify(value)}`,
    );
  },
});
