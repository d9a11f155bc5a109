/** What is seen at the door, without a socket; a stand-in for the ingest broker, a real object store. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf } from '../../shared/store/objects.ts';
import { httpRequest } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

let entrance: TestStage;
beforeAll(async () => {
  entrance = await startStage('entrance', () => import('./index.ts'));
});
afterAll(() => entrance.stop());
beforeEach(() => {
  entrance.sink.events.length = 0;
  entrance.sink.status = 202;
});

type Headers = Readonly<Record<string, string>>;
const binary: Headers = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-type': 'dev.marea.batch.received',
  'ce-source': '/shop',
  'ce-id': 'e1',
  'ce-subject': 'b1',
  'ce-dataset': 'realtor',
};
const without = (name: string): Headers =>
  Object.fromEntries(Object.entries(binary).filter(([header]) => header !== name));
const rows = '{"rows":[{"price":"250000","street":9007199254740993}]}';

async function post(headers: Headers, body: string | Buffer, path = '/') {
  const answer = await entrance.handle(httpRequest('POST', path, { headers, body }));
  return { ...answer, said: JSON.parse(String(answer.body)) as Record<string, string> };
}

describe('a batch that is taken', () => {
  test('is named in the answer, with where to follow it', async () => {
    const status = 'http://marea.test/api/batches/realtor/b1';
    const { status: code, said, headers } = await post(binary, rows);
    expect([code, said]).toEqual([202, { batch: 'b1', dataset: 'realtor', status }]);
    expect(headers?.location).toBe(status);
    expect(entrance.sink.events).toMatchObject([
      { id: 'e1', source: '/shop', subject: 'b1', dataset: 'realtor' },
    ]);
  });

  test('has its name percent-encoded in the link, and is followed at the console of the same domain', async () => {
    const host = 'entrance.marea.example.com';
    const named = { ...binary, 'ce-subject': 'a/b%20%C3%BC', host, 'x-forwarded-proto': 'https' };
    expect((await post(named, rows)).said).toEqual({
      batch: 'a/b ü',
      dataset: 'realtor',
      status: 'https://console.marea.example.com/api/batches/realtor/a%2Fb%20%C3%BC',
    });
  });

  test('without a name has the one that ingest derives from its event', async () => {
    // printf '["/shop","e1","batch",0]' | sha256sum | cut -c1-32
    const derived = 'bcbcc8f17e7d66c2b82c19486f1f57d0';
    expect((await post(without('ce-subject'), rows)).said.batch).toBe(derived);
    expect((await post(without('ce-subject'), rows, '/ingest')).said.batch).toBe(derived);
  });

  test('may be a structured event, one that begins with a byte order mark, one in another charset', async () => {
    const event = {
      specversion: '1.0',
      id: 'e2',
      source: '/shop',
      type: 'dev.marea.batch.received',
      dataset: 'diabetes',
      dataref: 's3://data-raw/diabetes/x.csv',
    };
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    expect((await post(headers, `\uFEFF${JSON.stringify(event)}`)).status).toBe(202);
    expect((await post(binary, `\uFEFF${rows}`)).status).toBe(202);
    const western = { ...binary, 'content-type': 'application/json; charset=iso-8859-1' };
    const city = Buffer.from('{"rows":[{"city":"S\xE3o Paulo"}]}', 'latin1');
    expect((await post(western, city)).status).toBe(202);
    expect(entrance.sink.events).toMatchObject([
      { id: 'e2', dataref: event.dataref },
      { id: 'e1', data: { rows: [{ price: '250000' }] } },
      { id: 'e1', data: { rows: [{ city: 'São Paulo' }] } },
    ]);
  });
});

describe('a file as the body', () => {
  const csv = 'price,bed\n1,2\n';
  const file = (type: string, body: string | Buffer, more: Headers = {}) =>
    post(
      { ...binary, 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...more },
      body,
    );
  const kept = async () =>
    await entrance.services.objects.read(addressOf(entrance.sink.events[0]?.dataref ?? ''));

  test('goes to the object store as it is, and the event says where it is', async () => {
    expect((await file('text/csv; charset=windows-1252', csv)).said.batch).toBe('b1');
    expect(entrance.sink.events).toMatchObject([
      { id: 'e1', subject: 'b1', data: { mediaType: 'text/csv; charset=windows-1252' } },
    ]);
    expect((await kept()).toString()).toBe(csv);
  });

  test('may be packed by gzip, which it stays', async () => {
    const packed = gzipSync(csv);
    expect((await file('application/x-ndjson', packed, { 'content-encoding': 'gzip' })).status).toBe(202);
    expect(await kept()).toEqual(packed);
  });

  test('may ride in a structured event', async () => {
    const { 'ce-id': id } = binary;
    const event = {
      specversion: '1.0',
      id,
      source: '/shop',
      type: binary['ce-type'],
      dataset: 'realtor',
      datacontenttype: 'text/csv',
      data: csv,
    };
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect((await post(headers, JSON.stringify(event))).status).toBe(202);
    expect((await kept()).toString()).toBe(csv);
  });

  test.each([
    ['without a length', { 'content-length': undefined }, 411],
    ['of nothing', { 'content-length': '0' }, 400],
    ['over 2 GiB', { 'content-length': String(2 * 1024 ** 3 + 1) }, 413],
    ['packed by brotli', { 'content-encoding': 'br' }, 415],
    ['beside a dataref', { 'ce-dataref': 's3://data-raw/x.csv' }, 422],
    ['of no data set', { 'ce-dataset': 'moon' }, 422],
  ])('%s is refused, and nothing is kept', async (_, more, status) => {
    const before = await entrance.services.objects.list('data-raw', '');
    expect((await file('text/csv', csv, more as Headers)).status).toBe(status);
    expect(entrance.sink.events).toEqual([]);
    expect(await entrance.services.objects.list('data-raw', '')).toEqual(before);
  });
});

describe('what can be seen at the door is refused there', () => {
  test.each<[string, Headers, string, number, RegExp]>([
    ['no CloudEvent', { 'content-type': 'application/json' }, rows, 400, /ce-specversion/],
    ['no id', without('ce-id'), rows, 400, /\bid is missing/],
    ['half an event', { 'content-type': 'application/cloudevents+json' }, '{"specv', 400, /one JSON object/],
    ['data that are not JSON', binary, 'price,bed', 400, /not JSON/],
    ['a batch of events', { 'content-type': 'application/cloudevents-batch+json' }, '[]', 415, /one event a/],
    ['a form', { ...binary, 'content-type': 'application/x-www-form-urlencoded' }, 'a=1', 415, /text\/csv/],
    [
      'JSON in another charset',
      { ...binary, 'content-type': 'application/json; charset=utf-7' },
      rows,
      415,
      /utf-7/,
    ],
    [
      'another type',
      { ...binary, 'ce-type': 'dev.marea.batch.recieved' },
      rows,
      422,
      /did you mean "dev.marea.batch.received"/,
    ],
    [
      'a type of the pipeline',
      { ...binary, 'ce-type': 'dev.marea.batch.stored' },
      rows,
      422,
      /nobody takes here/,
    ],
    ['no data set', without('ce-dataset'), rows, 422, /no data set .*realtor, diabetes/],
    ['an unknown one', { ...binary, 'ce-dataset': 'realtors' }, rows, 422, /did you mean "realtor"/],
    ['no name for a URL', { ...binary, 'ce-subject': '..' }, rows, 422, /no URL/],
    ['too long a name', { ...binary, 'ce-subject': 'x'.repeat(201) }, rows, 422, /201 characters/],
    ['neither rows nor a dataref', binary, '{}', 422, /neither rows nor a dataref/],
    ['both', { ...binary, 'ce-dataref': 's3://data-raw/x' }, rows, 422, /rows and a dataref/],
    ['a foreign dataref', { ...binary, 'ce-dataref': 'http://169.254.169.254/x' }, '{}', 422, /no address/],
    ['another bucket', { ...binary, 'ce-dataref': 's3://models/x' }, '{}', 422, /read from data-raw/],
    ['rows that are none', binary, '{"rows": [1]}', 422, /rows\/0.*object/],
    ['a field that the data set has not', binary, '{"rows": [{"colour": "red"}]}', 422, /"colour", which/],
    ['one that is nearly right', binary, '{"rows": [{"beds": 3}]}', 422, /"beds" \(did you mean "bed"\?\)/],
    ['no rows', binary, '{"rows": []}', 422, /rows/],
    ['a list', binary, '[{"price": 1}]', 422, /"rows"/],
    ['a page of another site', { ...binary, origin: 'https://evil.example' }, rows, 403, /may not change/],
  ])('%s', async (_, headers, body, status, reason) => {
    const answer = await post(headers, body);
    expect(answer.status, answer.said.error).toBe(status);
    expect(answer.said.error).toMatch(reason);
    expect(entrance.sink.events).toEqual([]);
  });
});

describe('who offers', () => {
  const key = { subject: 'key:abc', name: 'shop', roles: ['scientist'], datasets: ['realtor'] } as const;
  const offered = async (headers: Headers, body: string) => {
    const { offer } = await import('../../shared/runtime/offer/offer.ts');
    const request = { ...httpRequest('POST', '/', { headers, body }), principal: key };
    return await offer(request, { broker: entrance.sink.url, objects: () => entrance.services.objects });
  };
  const structured = { 'content-type': 'application/cloudevents+json' };
  const event = {
    specversion: '1.0',
    id: 'e2',
    source: '/shop',
    type: 'dev.marea.batch.received',
    dataset: 'realtor',
    by: 'key:somebody-else',
    data: { rows: [{ price: 1 }] },
  };

  test.each([
    ['an event', { ...binary, 'ce-by': 'key:somebody-else' }, rows],
    ['a structured event', structured, JSON.stringify(event)],
    ['a file', { ...binary, 'content-type': 'text/csv', 'content-length': '10' }, 'price\n1\n\n\n'],
  ])('%s goes with it, whatever it says itself', async (_, headers, body) => {
    expect((await offered(headers, body)).status).toBe(202);
    expect(entrance.sink.events).toMatchObject([{ by: 'key:abc', dataset: 'realtor' }]);
  });

  test('for a data set that its roles are not for is refused, and nothing is stored or sent', async () => {
    const elsewhere = { ...binary, 'ce-dataset': 'diabetes' };
    await expect(offered(elsewhere, rows)).rejects.toMatchObject({ status: 403 });
    const file = { ...elsewhere, 'content-type': 'text/csv', 'content-length': '10' };
    await expect(offered(file, 'price\n1\n\n\n')).rejects.toMatchObject({ status: 403 });
    expect(entrance.sink.events).toEqual([]);
    expect(await entrance.services.objects.list('data-raw', 'diabetes/')).toEqual([]);
  });
});

describe('a trouble of the broker’s own is a 503', () => {
  test.each([500, 502, 503])('%i: the batch is not taken, and is to be sent again', async (status) => {
    entrance.sink.status = status;
    const answer = await post(binary, rows);
    expect([answer.status, answer.said.error]).toEqual([
      503,
      expect.stringContaining('send the event again'),
    ]);
  });

  test('a broker that is not there is a 503', async () => {
    const { offer } = await import('../../shared/runtime/offer/offer.ts');
    const request = httpRequest('POST', '/', { headers: binary, body: rows });
    const door = { broker: 'http://127.0.0.1:1', objects: () => entrance.services.objects };
    await expect(offer(request, door)).rejects.toMatchObject({ status: 503 });
  });
});
