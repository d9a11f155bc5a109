import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { docs } from './docs/docs.ts';
import { storeBeside } from './fixtures/beside.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { STATES, storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const objects = memoryObjects();
let realtor: TestService;
let diabetes: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  await storeBeside(objects, { dataset: 'realtor', version: 7 });
  realtor = await testService({ objects, dataset: 'realtor', version: 'production' });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 'production' });
});

describe('what a client can learn', () => {
  it('GET / and /health have the fields that clients of this kind of API read', async () => {
    expect((await realtor.ask('GET', '/')).json).toMatchObject({
      service: 'predict-realtor',
      version: (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
      model_name: 'realtor',
      model_version: 7,
      model_stage: 'Production',
      model_run_id: 'run-7',
      model_loaded: true,
      explainer_loaded: true,
      features: expect.arrayContaining(['bed', 'state_price']),
    });
    expect((await realtor.ask('GET', '/health')).json).toMatchObject({
      status: 'healthy',
      model_loaded: true,
      database_connected: null,
    });
    expect((await realtor.ask('GET', '/ready')).status).toBe(200);
  });

  it('GET /model, /states and /values/<column>', async () => {
    expect((await realtor.ask('GET', '/model')).json).toMatchObject({
      available_states: STATES,
      feature_names: expect.arrayContaining(['bed']),
      metrics: { r2: 0.6 },
    });
    expect((await realtor.ask('GET', '/states')).json).toEqual({ states: STATES });
    expect((await realtor.ask('GET', '/values/status')).json).toEqual({
      statuses: ['for_sale', 'sold'],
    });
    expect((await diabetes.ask('GET', '/states')).status).toBe(404);
    expect((await realtor.ask('GET', '/values/constructor')).status).toBe(404);
    expect((await realtor.ask('GET', '/values/%zz')).status).toBe(400);
  });

  it('POST /test_preprocess shows the features, null where missing', async () => {
    const { json } = await realtor.ask('POST', '/test_preprocess', { bed: '3', state: 'Ohio' });
    expect(json.features).toEqual({
      bed: 3,
      bath: null,
      house_size: null,
      prev_sold_date: null,
      state_price: 11,
    });
  });

  it('the totals tell how many were asked, failed and logged', async () => {
    const before = (await realtor.ask('GET', '/metrics/summary')).json;
    await realtor.ask('POST', '/predict', { bed: 1 });
    await realtor.ask('POST', '/predict', { bed: 'x' });
    await realtor.ask('POST', '/batch_predict', [{}, {}]);
    const after = (await realtor.ask('GET', '/metrics/summary')).json;
    expect(after).toMatchObject({
      requests: before.requests + 3,
      errors: 0,
      predictions: before.predictions + 3,
    });
    expect(after.latency_milliseconds.p99).toBeGreaterThan(0);
    expect(after.inference_log.buffered).toBe(3);
    expect((await realtor.ask('GET', '/metrics')).text).toContain('marea_inference_log_entries_total');
  });

  it('GET /predictions/history without a database is 503, and a bad argument 422', async () => {
    expect((await realtor.ask('GET', '/predictions/history')).status).toBe(503);
    const { status, json } = await realtor.ask('GET', "/predictions/history?limit=0&bed='1");
    expect(status).toBe(422);
    expect(json.detail.map(({ field }: { field: string }) => field)).toEqual(['limit', 'bed']);
  });

  it('other paths and methods are told apart', async () => {
    expect((await realtor.ask('GET', '/predict')).status).toBe(405);
    expect((await realtor.ask('GET', '/nothing')).status).toBe(404);
  });
});

describe('documentation', () => {
  it('openapi.json describes every field of the input, and refers to nothing that is not there', async () => {
    const { json, text } = await realtor.ask('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(json.components.schemas.Input.properties.bed.title).toBe('Bedrooms');
    // Here anybody is let in.
    expect(json).not.toHaveProperty('security');
    expect(json.paths['/predict'].post.responses).not.toHaveProperty('401');
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(json.components.schemas).toHaveProperty(name as string);
    for (const path of Object.keys(json.paths).filter((path) => !path.includes('{')))
      for (const method of Object.keys(json.paths[path]))
        expect([404, 405], `${method} ${path}`).not.toContain(
          (await realtor.ask(method.toUpperCase(), path)).status,
        );
  });

  it.each(['realtor', 'diabetes'] as const)('/docs of %s needs nothing from elsewhere', async (name) => {
    const { text, headers } = await (name === 'realtor' ? realtor : diabetes).ask('GET', '/docs');
    expect(headers['content-type']).toContain('text/html');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).toContain('curl -s BASE/predict');
    expect(text).not.toContain('id="key"');
    expect(text.split('<script>')[0]).not.toContain('undefined');
  });

  it('a name with markup in it stays text', async () => {
    const odd = await testService({ objects, dataset: 'realtor', version: 7 });
    const service = {
      ...odd.service,
      dataset: { ...odd.service.dataset, title: '<img src=x onerror=alert(1)>' },
    };
    expect(String((await docs(service)).body)).not.toContain('<img');
  });
});

describe('Open Inference Protocol v2', () => {
  const inputs = [
    { name: 'bed', shape: [2, 1], datatype: 'FP32', data: [[3], [null]] },
    { name: 'state', shape: [2], datatype: 'BYTES', data: ['Ohio', ''] },
  ];

  it('the server is live and ready, and names its model', async () => {
    expect((await realtor.ask('GET', '/v2')).json.extensions).toEqual(['binary_tensor_data']);
    expect((await realtor.ask('GET', '/v2/health/live')).json).toEqual({ live: true });
    expect((await realtor.ask('GET', '/v2/health/ready')).json).toEqual({ live: true, ready: true });
    expect((await realtor.ask('GET', '/v2/models/realtor/versions/7/ready')).json).toMatchObject({
      ready: true,
    });
    const { json } = await realtor.ask('GET', '/v2/models/realtor');
    expect(json).toMatchObject({
      name: 'realtor',
      versions: ['7'],
      platform: 'onnx_onnxv1',
    });
    expect(json.inputs).toContainEqual({
      name: 'state',
      datatype: 'BYTES',
      shape: [-1, 1],
    });
    expect(json.outputs).toContainEqual({
      name: 'prediction',
      datatype: 'FP32',
      shape: [-1, 1],
    });
  });

  it('answers as /predict does, and gives the id back', async () => {
    const { json } = await realtor.ask('POST', '/v2/models/realtor/infer', { id: 'mine', inputs });
    const prices = [];
    for (const row of [{ bed: 3, state: 'Ohio' }, {}])
      prices.push((await realtor.ask('POST', '/predict', row)).json.price);
    expect(json).toMatchObject({ id: 'mine', model_name: 'realtor', model_version: '7' });
    expect(json.outputs[0]).toEqual({
      name: 'prediction',
      datatype: 'FP32',
      shape: [2, 1],
      data: prices,
    });
  });

  it('gives the outputs that are asked for, and no NaN', async () => {
    const asked = {
      inputs: [{ name: 'race', shape: [1, 1], datatype: 'BYTES', data: ['Asian'] }],
    };
    const { json, text } = await diabetes.ask('POST', '/v2/models/diabetes/versions/2/infer', {
      ...asked,
      outputs: [{ name: 'features' }, { name: 'label' }],
    });
    expect(json.outputs).toMatchObject([
      { name: 'features', shape: [1, 3], data: [null, 1, 0] },
      { name: 'label', datatype: 'BYTES', shape: [1] },
    ]);
    expect(text).not.toContain('NaN');
  });

  it.each([
    [{}, '"inputs"'],
    [{ inputs: [{ name: 'pool', shape: [1], datatype: 'FP32', data: [1] }] }, 'no input "pool"'],
    [{ inputs: [{ name: 'bed', shape: [1], datatype: 'BYTES', data: ['3'] }] }, 'is FP32, not BYTES'],
    [{ inputs: [{ name: 'bed', shape: [2, 1], datatype: 'FP32', data: [1] }] }, 'has shape [2,1]'],
    [
      {
        inputs: [{ name: 'bed', shape: [1, 1], datatype: 'FP32', data: ['x'] }],
      },
      'row 0: bed: expected a number, got "x"',
    ],
    [{ inputs, outputs: [{ name: 'soul' }] }, 'no output "soul"'],
  ])('%j is refused with an error', async (body, message) => {
    const { status, json } = await realtor.ask('POST', '/v2/models/realtor/infer', body);
    expect(status).toBe(400);
    expect(json.error).toContain(message);
  });

  it('404 for another model or version', async () => {
    expect((await realtor.ask('GET', '/v2/models/other')).status).toBe(404);
    expect((await realtor.ask('POST', '/v2/models/realtor/versions/8/infer', { inputs })).status).toBe(404);
  });
});
