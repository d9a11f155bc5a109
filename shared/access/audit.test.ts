import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Services, startServices } from '../../tests/services.ts';
import { type AuditFilter, audit, auditRows } from './audit.ts';
import { type AuditRow, canonical, hashOfRow, type Link, verifyChain } from './chain.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

const principal = { subject: 'key:abcdefghijkl', name: 'ci' };
const add = (target: string, dataset: string | null = 'realtor'): Promise<AuditRow> =>
  services.sql.begin((tx) =>
    audit(tx, {
      principal,
      action: 'key.revoked',
      dataset,
      target,
      reason: 'a “test”',
      details: { b: [1.5], a: null },
    }),
  );

/** In pages of two, so that there are some. */
async function* pages(): AsyncGenerator<AuditRow[]> {
  for (let after = 0; ; ) {
    const page = await auditRows(services.sql, {}, { after, limit: 2 });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)?.id ?? 0;
  }
}
const verify = (known?: Link) => verifyChain(pages(), known);

/** As nobody can but who owns the database. */
async function tamper(statement: string): Promise<void> {
  await services.sql.unsafe(
    `alter table marea.audit disable trigger audit_stays; ${statement}; alter table marea.audit enable trigger audit_stays`,
  );
}

const putBack = ({
  id,
  at,
  subject,
  name,
  action,
  dataset,
  target,
  reason,
  details,
  previous,
  hash,
}: AuditRow) =>
  services.sql`
    insert into marea.audit values (${id}, ${at}::text::timestamptz, ${subject}, ${name}, ${action}, ${dataset}, ${target},
      ${reason}, ${services.sql.json(details as never)}, ${previous}, ${hash})`;

describe('the canonical form', () => {
  test('is that of RFC 8785, section 3.2', () => {
    const sample = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonical(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    // Names in the order of UTF-16 code units, as its section 3.2.3 has it.
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
    expect(canonical(Object.fromEntries(names.map((name) => [name, 0])))).toBe(
      `{${sorted.map((name) => `${JSON.stringify(name)}:0`).join()}}`,
    );
  });

  test('of a row is what anybody would hash: all but the hash itself', () => {
    const row = {
      id: 1,
      at: '2026-01-02T03:04:05.000006Z',
      subject: 's',
      name: 'n',
      action: 'a',
      dataset: null,
    };
    const more = { target: null, reason: 'r', details: {}, previous: '' };
    // printf %s '{"action":"a","at":"2026-01-02T03:04:05.000006Z","dataset":null,"details":{},"id":1,"name":"n",
    //   "previous":"","reason":"r","subject":"s","target":null}' (in one line) | sha256sum
    expect(hashOfRow({ ...row, ...more, hash: 'whatever' })).toBe(
      '4ca4ecbbf31652489a639ce22f1304d0771718a1162d2d7bb5e10b0f90a6421d',
    );
  });
});

test('rows are numbered without a gap, each with the hash of the one before, and are told as they were written', async () => {
  const [one, two, three] = [await add('one'), await add('two', null), await add('three')];
  expect([one.id, two.id, three.id]).toEqual([1, 2, 3]);
  expect([one.previous, two.previous, three.previous]).toEqual(['', one.hash, two.hash]);
  expect(await auditRows(services.sql, {}, { limit: 10 })).toEqual([three, two, one]);
  expect(await verify()).toEqual({ rows: 3, last: { id: 3, hash: three.hash } });
});

test('many at once are one chain', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, i) => add(`at once ${i}`)));
  const rows = await auditRows(services.sql, {}, { after: 0, limit: 100 });
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  expect(await verify()).toMatchObject({ rows: 33 });
  expect(await verify()).not.toHaveProperty('broken');
});

test('a transaction that fails leaves none, and no gap', async () => {
  await expect(
    services.sql.begin(async (tx) => {
      await audit(tx, { principal, action: 'key.created' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect((await add('after')).id).toBe(34);
  expect(await verify()).not.toHaveProperty('broken');
});

test.each(["update marea.audit set reason = 'x'", 'delete from marea.audit', 'truncate marea.audit'])(
  '%s is refused',
  async (statement) => {
    await expect(services.sql.unsafe(statement)).rejects.toThrow('what was done stays');
  },
);

test('pages and filters: by whom, what, of which data set, when', async () => {
  const told = async (filter: AuditFilter, page = {}) =>
    (await auditRows(services.sql, filter, { limit: 100, ...page })).map(({ id }) => id);
  expect(await told({ dataset: 'nowhere' })).toEqual([]);
  expect(await told({ subject: 'key:other' })).toEqual([]);
  expect(await told({ action: 'key.created' })).toEqual([]);
  expect(await told({ subject: principal.subject, action: 'key.revoked' }, { limit: 2 })).toEqual([34, 33]);
  expect(await told({ dataset: 'realtor' }, { before: 4 })).toEqual([3, 1]);
  expect(await told({}, { after: 32 })).toEqual([33, 34]);
  const [third] = await auditRows(services.sql, {}, { before: 4, limit: 1 });
  // To the millisecond: a Date has no more.
  const moment = new Date(third?.at ?? '');
  expect(await told({ to: moment })).not.toContain(3);
  expect(await told({ from: moment })).toContain(3);
});

describe('what was tampered with is found, and where', () => {
  test.each([
    ["update marea.audit set reason = 'another' where id = 7", 'row 7 is not as it was written', 6],
    [
      "update marea.audit set at = at + interval '1 microsecond' where id = 7",
      'row 7 is not as it was written',
      6,
    ],
    [
      `update marea.audit set details = '{"b": [1.5], "a": 1}' where id = 7`,
      'row 7 is not as it was written',
      6,
    ],
    ['delete from marea.audit where id = 7', 'row 8 comes after row 6', 6],
    ['delete from marea.audit where id = 1', 'row 2 comes after row 0', 0],
  ])('%s', async (statement, said, rows) => {
    const kept = await auditRows(services.sql, {}, { after: 0, limit: 100 });
    await tamper(statement);
    expect(await verify()).toMatchObject({ rows, broken: expect.stringContaining(said) });
    await tamper('delete from marea.audit');
    for (const row of kept) await putBack(row);
    expect(await verify()).not.toHaveProperty('broken');
  });

  test('one that was written anew, hash and all, does not fit what follows', async () => {
    const [row] = await auditRows(services.sql, {}, { after: 32, limit: 1 });
    if (!row) throw new Error('there is no row 33');
    const forged = { ...row, reason: 'forged' };
    await tamper(`update marea.audit set reason = 'forged', hash = '${hashOfRow(forged)}' where id = 33`);
    expect((await verify()).broken).toContain('row 34 does not follow row 33');
    await tamper(`update marea.audit set reason = '${row.reason}', hash = '${row.hash}' where id = 33`);
  });

  test('what is gone at the end is missed by who has noted the last one', async () => {
    const { last } = await verify();
    await tamper('delete from marea.audit where id = 34');
    expect(await verify()).not.toHaveProperty('broken');
    expect((await verify(last)).broken).toContain('row 34 is gone');
    const other = await add('in its place');
    expect((await verify(last)).broken).toContain('row 34 is another than the one that was noted');
    expect(await verify({ id: 34, hash: other.hash })).not.toHaveProperty('broken');
  });
});
