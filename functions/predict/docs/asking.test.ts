/** What openapi.json and /docs say where whoever asks has to show a credential. */
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryObjects } from '../fixtures/memory-objects.ts';
import { storeModel } from '../fixtures/models.ts';
import { type TestService, testService } from '../fixtures/service.ts';
import { docs } from './docs.ts';
import { openapi } from './openapi.ts';
import type { Paths } from './operation.ts';

interface Document {
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly paths: Paths;
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> };
}

let service: TestService['service'];
let document: Document;
let page: string;

beforeAll(async () => {
  process.env.ACCESS = 'required';
  const objects = memoryObjects();
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  ({ service } = await testService({ objects, dataset: 'realtor', version: 'production' }));
  document = JSON.parse(String((await openapi(service)).body));
  page = String((await docs(service)).body);
});

describe('openapi.json', () => {
  it('tells the ways to show a credential, any one of which will do', () => {
    // OpenAPI 3.1, 4.8.30: of several requirements in the list one has to be met.
    expect(document.security).toEqual([{ bearer: [] }, { key: [] }, { basic: [] }]);
    expect(document.components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      basic: { type: 'http', scheme: 'basic' },
    });
  });

  it('says how a caller is refused, but for probes, which nobody refuses', () => {
    const open = Object.entries(document.paths).filter(([, { get }]) => get?.security?.length === 0);
    expect(open.map(([path]) => path).sort()).toEqual([
      '/health',
      '/ready',
      '/v2/health/live',
      '/v2/health/ready',
    ]);
    for (const [path, methods] of Object.entries(document.paths))
      for (const { responses } of Object.values(methods))
        for (const status of ['401', '403', '429'])
          expect(status in responses, `${path} ${status}`).toBe(!open.some(([one]) => one === path));
  });

  it('says how far a filter of the history looks', () => {
    const told = JSON.stringify(document.paths['/predictions/history']?.get?.responses['200']);
    expect(told).toContain('looked_through');
    expect(told).toContain('50000');
  });
});

describe('/docs', () => {
  it('takes a key that is in no form that is sent, and kept nowhere', () => {
    const [field = ''] = /<input id="key"[^>]*>/.exec(page) ?? [];
    expect(field).toContain('type="password"');
    expect(field).toContain('autocomplete="off"');
    expect(field).not.toContain('name=');
    expect(page).not.toMatch(/localStorage|sessionStorage|document\.cookie/);
  });

  it('shows how each call carries one', () => {
    const lines = [...page.matchAll(/<pre><code>(curl .*?)<\/code>/g)].map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(line).toContain('authorization: Bearer $MAREA_KEY');
  });
});
