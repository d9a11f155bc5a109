/** The two text formats, against their specifications, and against Prometheus' own parser. */
import { expect, test } from 'vitest';
import { complaints, hasPromtool } from '../../tests/promtool.ts';
import { type Family, formatFor } from './exposition.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const families: Family[] = [
  {
    name: 'marea_requests_total',
    help: 'Requests,\nby \\ route',
    type: 'counter',
    values: [{ labels: { route: 'GET "/"', status: 200 }, value: 3 }],
  },
  {
    name: 'marea_request_duration_seconds',
    help: 'Time',
    type: 'histogram',
    values: [
      {
        metricName: 'marea_request_duration_seconds_bucket',
        labels: { le: 0.5 },
        value: 1,
        exemplar: { traceId, value: 0.25, at: 1700000000.5 },
      },
      { metricName: 'marea_request_duration_seconds_bucket', labels: { le: '+Inf' }, value: 1 },
      { metricName: 'marea_request_duration_seconds_sum', labels: {}, value: 0.25 },
      { metricName: 'marea_request_duration_seconds_count', labels: {}, value: 1 },
    ],
  },
  {
    name: 'marea_edge',
    help: 'Edges',
    type: 'gauge',
    values: [
      { labels: {}, value: Number.NaN },
      { labels: { a: 'b' }, value: -Infinity },
    ],
  },
  { name: 'marea_nothing', help: 'No series', type: 'gauge', values: [] },
];

/** What Prometheus 2 sends, and 3. */
const SCRAPER =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

test('plain text 0.0.4 for whoever does not ask for more', () => {
  const { contentType, write } = formatFor('*/*');
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(write(families)).toBe(`# HELP marea_requests_total Requests,\\nby \\\\ route
# TYPE marea_requests_total counter
marea_requests_total{route="GET \\"/\\"",status="200"} 3
# HELP marea_request_duration_seconds Time
# TYPE marea_request_duration_seconds histogram
marea_request_duration_seconds_bucket{le="0.5"} 1
marea_request_duration_seconds_bucket{le="+Inf"} 1
marea_request_duration_seconds_sum 0.25
marea_request_duration_seconds_count 1
# HELP marea_edge Edges
# TYPE marea_edge gauge
marea_edge NaN
marea_edge{a="b"} -Inf
`);
});

test.skipIf(!hasPromtool)('promtool reads the plain text', () => {
  expect(complaints(formatFor(undefined).write(families))).toBe('');
});

test('OpenMetrics for a scraper that asks for it: counters without their ending, exemplars, an end', () => {
  const { contentType, write } = formatFor(SCRAPER);
  expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  const lines = write(families).split('\n');
  expect(lines).toContain('# TYPE marea_requests counter');
  expect(lines).toContain('marea_requests_total{route="GET \\"/\\"",status="200"} 3');
  expect(lines).toContain(
    `marea_request_duration_seconds_bucket{le="0.5"} 1 # {trace_id="${traceId}"} 0.25 1700000000.5`,
  );
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
});
