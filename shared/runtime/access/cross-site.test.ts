import { beforeAll, expect, test } from 'vitest';

let refuse: typeof import('./cross-site.ts').refuseCrossSite;
beforeAll(async () => {
  Object.assign(process.env, {
    ACCESS: 'required',
    CONSOLE_URL: 'https://console.example.org/',
    CORS_ORIGINS: 'https://app.example.org',
  });
  ({ refuseCrossSite: refuse } = await import('./cross-site.ts'));
});

test.each([
  ['no browser', {}],
  ['a page of the console', { origin: 'https://console.example.org', 'sec-fetch-site': 'same-origin' }],
  ['an address that somebody types', { 'sec-fetch-site': 'none' }],
])('%s may', (_, headers) => {
  expect(() => refuse({ headers })).not.toThrow();
});

test.each([
  ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  [
    'one that the request says it is for',
    { origin: 'https://evil.example', host: 'evil.example', 'sec-fetch-site': 'same-origin' },
  ],
  [
    'one that a proxy is said to have seen',
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ],
  ['a sandboxed frame', { origin: 'null' }],
  ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
  ['loopback, where the platform is for all', { origin: 'http://localhost:8080' }],
  ['a page that may ask a model', { origin: 'https://app.example.org', 'sec-fetch-site': 'same-site' }],
  ['the console by http', { origin: 'http://console.example.org' }],
])('%s may not', (_, headers) => {
  expect(() => refuse({ headers })).toThrow(expect.objectContaining({ status: 403 }));
});
