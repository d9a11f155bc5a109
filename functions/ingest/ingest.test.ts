/** Every format that is taken, and what is refused for good, against a real Postgres and a real object store. */
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { addressOf } from '../../shared/store/objects.ts';
import { type Batches, received, startBatches } from '../../tests/batches.ts';
import { ingest } from './index.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

describe('every format says the same', () => {
  const rows = [
    { id: '21', kind: 'kiwi', weight: 70, pieces: 1, picked: '2024-01-31' },
    { id: '22', kind: 'lime "é"', weight: 60.5, pieces: null, picked: null },
    { id: '23', kind: 'melon', weight: null, pieces: 1, picked: null },
  ];
  const asCsv =
    'id,kind,weight,pieces,picked\n21,kiwi,70,1,2024-01-31\n22,"lime ""é""",60.5,,\n23,melon,,1,\n';
  const parquet = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', type: 'STRING', data: rows.map((row) => row.id) },
        { name: 'kind', type: 'STRING', data: rows.map((row) => row.kind) },
        { name: 'weight', type: 'DOUBLE', data: rows.map((row) => row.weight), nullable: true },
        { name: 'pieces', type: 'INT32', data: rows.map((row) => row.pieces), nullable: true },
        { name: 'picked', type: 'STRING', data: rows.map((row) => row.picked), nullable: true },
      ],
    }),
  );
  const bodies: [string, Buffer | string][] = [
    ['csv', asCsv],
    ['csv with CRLF and BOM', `\uFEFF${asCsv.replaceAll('\n', '\r\n')}`],
    ['csv.gz', gzipSync(asCsv)],
    ['json', JSON.stringify(rows)],
    ['json.gz', gzipSync(JSON.stringify(rows))],
    ['the answer of a data API', JSON.stringify({ group_number: 1, batch_number: 0, data: rows })],
    ['ndjson', rows.map((row) => JSON.stringify(row)).join('\n')],
    ['parquet', parquet],
  ];
  it.each(bodies)('%s', async (name, body) => {
    await batches.sql`delete from fruit.clean_data where id in ('021', '022')`;
    const id = `format-${name.replaceAll(/[^a-z]+/gi, '-')}`;
    expect(await batches.file(id, body)).toMatchObject({
      received: 3,
      clean: 2,
      rejected: 1,
      reasons: { no_weight: 1 },
    });
    const clean = await batches.sql`
      select id, kind, weight, pieces, picked from fruit.clean_data where batch = ${id} order by row_number`;
    expect(clean.map((row) => Object.values(row))).toEqual([
      ['021', 'kiwi', 70, 1, new Date('2024-01-31')],
      ['022', 'lime "é"', 60.5, null, null],
    ]);
  });

  it('rows inside the event', async () => {
    const line = await batches.take('inline', {
      data: { rows: [{ id: 31, kind: 'nut', weight: 5 }], origin: 'user' },
    });
    expect(line).toMatchObject({ received: 1, clean: 1 });
    const [row] = await batches.sql`select origin from fruit.clean_data where batch = 'inline'`;
    expect(row?.origin).toBe('user');
    expect((await batches.objects.read({ bucket: 'data-raw', key: 'fruit/inline.ndjson' })).toString()).toBe(
      '{"id":31,"kind":"nut","weight":5}\n',
    );
  });
});

test('an object that is not there yet may still come: the event is tried again, and is taken then', async () => {
  const late = received('late', { dataref: 's3://data-raw/test/late' });
  const again = {
    status: 503,
    message: /^no object s3:.*late: its upload is not done, or it has another name$/,
  };
  await expect(ingest.take(late, batches.resources)).rejects.toMatchObject({
    status: again.status,
    message: expect.stringMatching(again.message),
  });
  expect(await batches.ledger('fruit', 'late')).toBeUndefined();
  await batches.upload('test/late', 'id,kind,weight\n81,fig,1\n');
  expect(await ingest.take(late, batches.resources)).toBe('done');
  expect(await batches.ledger('fruit', 'late')).toMatchObject({ stage: 'stored', received: 1 });
});

describe('a batch may be called anything', () => {
  const names = [
    'a:b',
    'a_b',
    'a=3Ab',
    'a/b',
    '北京 ü/..',
    '"quoted", \\N and \'more\'',
    ' ',
    '...',
    'ü'.repeat(200),
  ];

  it('and each keeps its rows and its object apart', async () => {
    for (const [index, name] of names.entries())
      expect(
        await batches.take(name, {
          data: { rows: [{ id: 700 + index, kind: 'sorb', weight: 1 }, { id: 1 }] },
        }),
      ).toMatchObject({ stage: 'cleaned', received: 2, clean: 1, rejected: 1 });
    const lines = await batches.sql<{ id: string; object: string }[]>`
      select id, object from marea.batches where id = any(${names})`;
    expect(new Map(lines.map(({ id, object }) => [object, id])).size).toBe(names.length);
    for (const [index, name] of names.entries()) {
      const object = lines.find(({ id }) => id === name)?.object ?? '';
      expect((await batches.objects.read(addressOf(object))).toString()).toContain(`"id":${700 + index},`);
      const [rows] = await batches.sql`
        select (select count(*)::int from fruit.raw_data where batch = ${name}) as raw,
               (select count(*)::int from fruit.clean_data where batch = ${name}) as clean,
               (select count(*)::int from fruit.rejected where batch = ${name}) as rejected`;
      expect(rows).toEqual({ raw: 2, clean: 1, rejected: 1 });
    }
  });

  it.each([
    ['.', /no URL/],
    ['..', /no URL/],
    ['x'.repeat(201), /201 characters, at most 200/],
  ])('but %s', async (subject, message) => {
    const data = { rows: [{ id: 1, kind: 'sorb', weight: 1 }] };
    await expect(
      ingest.take(received(`called-${subject.length}`, { subject, data }), batches.resources),
    ).rejects.toMatchObject({ name: 'PermanentError', message: expect.stringMatching(message) });
  });

  it('and whoever has offered one is kept, and that its key was used', async () => {
    const { sql, resources } = batches;
    await sql`insert into marea.keys (id, name, hash, roles, created_by) values ('k1', 'shop', '', '{scientist}', 'test')`;
    const data = { rows: [{ id: 8, kind: 'sorb', weight: 1 }] };
    await ingest.take(received('offered', { by: 'key:k1', data }), resources);
    await ingest.take(received('found', { data }), resources);
    const offers =
      await sql`select id, offered_by from marea.batches where id in ('offered', 'found') order by id`;
    expect(offers).toEqual([
      { id: 'found', offered_by: null },
      { id: 'offered', offered_by: 'key:k1' },
    ]);
    expect(await sql`select from marea.keys where last_used_at is not null`).toHaveLength(1);
  });

  it('and one without a name gets the same one each time', async () => {
    const { subject: _, ...event } = received('nameless', {
      data: { rows: [{ id: 9, kind: 'sorb', weight: 1 }] },
    });
    expect(await ingest.take(event, batches.resources)).toBe('done');
    expect(await ingest.take(event, batches.resources)).toBe('done before');
    expect(await batches.sql`select from marea.batches where event_id = 'nameless'`).toHaveLength(1);
  });
});

describe('bad input is refused for good, and nothing of it is stored', () => {
  const gz = gzipSync('id,kind,weight\n61,fig,1\n'.padEnd(100_000, '62,fig,2\n'));
  const bodies: [string, Buffer | string, RegExp][] = [
    ['empty', '', /empty/],
    ['header-alone', 'id,kind,weight\n', /no rows/],
    ['unknown-column', 'id,kind,weight,colour\n1,2,3,4\n', /unknown columns: "colour"/],
    ['missing-column', 'id,kind\n1,2\n', /missing columns: "weight"/],
    ['double-column', 'id,kind,kind,weight\n1,2,3,4\n', /twice: "kind"/],
    ['truncated-gzip', gz.subarray(0, gz.length - 20), /gzip file is damaged or cut off/],
    [
      'damaged-gzip',
      Buffer.concat([gz.subarray(0, 30), Buffer.alloc(20), gz.subarray(50)]),
      /gzip file is damaged/,
    ],
    ['half-json', '[{"id": 1, "kind": "fig", "weight": 1}, {"id"', /ends in the middle/],
    [
      'unknown-field',
      '[{"id": 1, "kind": "fig", "weight": 1, "colour": 1}]',
      /row 1 has the field "colour", which fruit has not; expected id, kind/,
    ],
    [
      'field-nearly-right',
      '{"id": 1, "kind": "fig", "weight": 1}\n{"id": 2, "Kinds": "fig", "weight": 1}\n',
      /row 2 has the field "Kinds" \(did you mean "kind"\?\), which fruit has not/,
    ],
    [
      'separator',
      'sep=:\nid:kind:weight\n1:fig:2\n',
      /the first line, "sep=:", says a separator that is not read/,
    ],
    ['bad-parquet', 'PAR1 and no more', /not a readable Parquet file/],
    ['not-a-table', '<html><body>Login</body></html>', /unknown columns/],
  ];
  it.each(bodies)('%s', async (id, body, message) => {
    await expect(batches.file(`bad-${id}`, body)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(message),
    });
    expect(await batches.ledger('fruit', `bad-${id}`)).toBeUndefined();
    const [raw] =
      await batches.sql`select count(*)::int as rows from fruit.raw_data where batch = ${`bad-${id}`}`;
    expect(raw?.rows).toBe(0);
  });

  it.each([
    ['a foreign host', { dataref: 'https://example.com/x.csv' }, /no address/],
    ['another bucket', { dataref: 's3://models/x' }, /read from data-raw/],
    ['a way out', { dataref: 's3://data-raw/../models/x' }, /no address/],
    ['nothing', {}, /neither rows nor a dataref/],
  ])('%s', async (_, event, message) => {
    await expect(ingest.take(received('refused', event), batches.resources)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(message),
    });
  });

  it('an object store that is away is a passing failure', async () => {
    const away = { ...batches.objects, stream: () => Promise.reject(new Error('connect ECONNREFUSED')) };
    const event = received('away', { dataref: 's3://data-raw/x.csv' });
    await expect(ingest.take(event, { ...batches.resources, objects: away })).rejects.not.toHaveProperty(
      'name',
      'PermanentError',
    );
  });
});
