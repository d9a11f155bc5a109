/**
 * What each role of the functions may do with each table, and what it must not: asked of a real Postgres, of which each
 * role is tried as itself. The table is written by hand; shared/store/roles/rights.ts has to agree.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../shared/store/database.ts';
import { ASKING, databaseUrlOf, type Member, roleOf } from '../shared/store/roles/logins.ts';
import { type Services, startServices } from './services.ts';

/** Letters: select, insert, update, delete; in brackets for some of the columns alone. Nobody may truncate. */
const TABLE = `
                      ingest  cleaning  learning  rollout  predict  record  letters  keeping  console  registry  observe
audit                 -       -         -         -        -        -       -        -        si       si        -
batch_profiles        -       siud      -         -        -        -       -        sud      sd       -         -
batches               siu     su        su        su       -        su      (su)     su       sud      s         s
dataset_tables        -       -         -         -        -        -       -        -        -        -         -
dead_letters          s       s         s         s        -        s       siu      sud      sud      -         s
drift_history         -       siu       s         -        -        -       -        -        sd       -         s
experiment_tags       -       -         -         -        -        -       -        -        -        siud      -
experiments           -       -         siu       -        -        -       -        -        sd       siu       -
feedback              -       -         -         -        -        siu     -        sud      sd       -         s
inference_logs        -       -         -         -        s        siu     -        sud      sd       -         s
input_datasets        -       -         -         -        -        -       -        -        -        siu       -
key_snapshot          -       -         -         -        -        -       -        su       su       -         -
keys                  (su)    -         -         -        -        (su)    -        s        siu      (su)      -
latest_metrics        -       -         siu       -        -        -       -        -        s        siu       -
learned               -       s         si        -        -        -       -        -        s        s         -
logged_model_metrics  -       -         -         -        -        -       -        -        -        si        -
logged_model_params   -       -         -         -        -        -       -        -        -        si        -
logged_model_tags     -       -         -         -        -        -       -        -        -        siud      -
logged_models         -       -         -         -        -        -       -        -        -        siu       -
metrics               -       -         si        -        -        -       -        -        s        si        -
migrations            -       -         -         -        -        -       -        -        s        -         s
model_aliases         -       -         -         siud     -        -       -        -        -        siud      -
model_history         -       si        si        si       -        -       -        si       sid      si        s
model_version_tags    -       -         s         -        -        -       -        -        -        siud      -
model_versions        -       s         siu       su       -        -       -        s(u)     s        siud      s
outbox                siu     siu       siu       siu      -        siu     -        siud     siud     siu       s
params                -       s         si        -        -        -       -        s        s        si        -
registered_model_tags -       -         -         -        -        -       -        -        -        siud      -
registered_models     -       -         siu       -        -        -       -        -        sd       siud      -
run_inputs            -       -         -         -        -        -       -        -        -        si        -
run_model_inputs      -       -         -         -        -        -       -        -        -        si        -
run_outputs           -       -         -         -        -        -       -        -        -        si        -
runs                  -       su        siu       s        -        -       -        su       sd       siu       s
stages                siud    siud      siud      siud     -        siud    -        siud     sd       -         s
tags                  -       -         siu       -        -        -       -        -        s        siud      -
totals                -       -         -         -        -        -       -        -        s        -         s
trials                -       s         siu       -        -        -       -        s        s        s         s
realtor.raw_data      i       s         -         -        -        -       -        -        -        -         -
realtor.clean_data    -       sid       s         -        -        -       -        -        s        -         -
realtor.rejected      -       si        -         -        -        -       -        -        s        -         -`;

const SEED = 'of the tests';
const DATABASE = 'marea';
const LETTERS = { s: 'select', i: 'insert', u: 'update', d: 'delete' } as const;

const [heading = '', ...lines] = TABLE.trim().split('\n');
const groups = heading.trim().split(/\s+/);
const expected = lines.flatMap((line) => {
  const [table = '', ...cells] = line.trim().split(/\s+/);
  return cells.map((may, index) => ({ table, group: groups[index] ?? '', may }));
});

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const memberOf = (group: string): Member => {
  const known = ASKING.find((one) => one === group);
  if (!known) throw new Error(`there is no group ${group}`);
  return known === 'predict' ? { group: known, dataset: 'realtor' } : { group: known };
};

/** As one of the functions is connected. */
async function as<T>(member: Member, work: (sql: Sql) => Promise<T>): Promise<T> {
  const url = databaseUrlOf(services.databaseUrl, SEED, member);
  if (!url) throw new Error('it has no login');
  const sql = connect(url, { max: 1, name: 'role' });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Of the given rights, in the letters of the table. */
async function rightsOn(table: string, role: string): Promise<string> {
  const name = table.includes('.') ? table : `marea.${table}`;
  const rights = await Promise.all(
    Object.entries(LETTERS).map(async ([letter, right]) => {
      const [row] = await services.sql<{ whole: boolean; some: boolean }[]>`
        select has_table_privilege(${role}, ${name}, ${right}) as whole,
               ${right === 'delete' ? services.sql`false` : services.sql`has_any_column_privilege(${role}, ${name}, ${right})`} as some`;
      return { letter, whole: row?.whole ?? false, some: row?.some ?? false };
    }),
  );
  const letters = (which: 'whole' | 'some') =>
    rights.flatMap((right) => (right[which] ? [right.letter] : [])).join('');
  const whole = letters('whole');
  const some = letters('some').replace(/./g, (letter) => (whole.includes(letter) ? '' : letter));
  return `${whole}${some && `(${some})`}` || '-';
}

test('the table has all tables there are, and all groups that ask', async () => {
  const tables = await services.sql<{ name: string }[]>`
    select case schemaname when 'marea' then tablename else schemaname || '.' || tablename end as name
    from pg_tables where schemaname in ('marea', 'realtor')`;
  expect([...new Set(expected.map(({ table }) => table))].sort()).toEqual(
    tables.map(({ name }) => name).sort(),
  );
  expect(groups).toEqual(ASKING);
});

describe.each(groups)('the role of %s', (group) => {
  const member = memberOf(group);
  const role = roleOf(DATABASE, member);

  test('may do with each table what the table says', async () => {
    const wanted = expected.filter((one) => one.group === group);
    const found = await Promise.all(
      wanted.map(async ({ table }) => ({ table, group, may: await rightsOn(table, role) })),
    );
    expect(found).toEqual(wanted);
  });

  test('is refused, connected as itself, whatever is not its own to read', async () => {
    const foreign = expected.filter((one) => one.group === group && !/s/.test(one.may));
    expect(foreign.length).toBeGreaterThan(0);
    await as(member, async (sql) => {
      for (const { table } of foreign) {
        const name = table.includes('.') ? table : `marea.${table}`;
        await expect(sql.unsafe(`select 1 from ${name} limit 1`), name).rejects.toThrow(/permission denied/);
      }
    });
  });

  test.each([
    'truncate marea.batches',
    'truncate marea.audit',
    'drop table marea.audit',
    'alter table marea.audit disable trigger audit_stays',
    'drop trigger audit_stays on marea.audit',
    'create or replace function marea.refuse_change() returns trigger language sql as $$ select null $$',
    'update marea.audit set reason = null',
    'delete from marea.audit',
    'create table marea.mine (a int)',
    'create table public.mine (a int)',
    'create temporary table mine (a int)',
    'create schema mine',
    'create role mine',
    'drop schema realtor cascade',
    'alter table realtor.clean_data add column mine int',
    'update marea.migrations set name = name',
    "update marea.dataset_tables set script = 'drop schema marea cascade'",
    'alter table marea.inference_logs disable row level security',
    'drop policy all_rows on marea.inference_logs',
    'set session_replication_role = replica',
    `set role ${DATABASE}`,
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    'select rolpassword from pg_authid',
  ])('must not: %s', async (statement) => {
    await as(member, async (sql) => {
      await expect(sql.unsafe(statement)).rejects.toThrow(/permission denied|must be owner|must be able/);
    });
  });

  test('is no superuser, makes no role or database, and passes no policy by', async () => {
    const [attributes] = await services.sql`
      select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin
      from pg_roles where rolname = ${role}`;
    expect(attributes).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: false,
      rolcanlogin: true,
    });
  });
});

test('the entrance has no login', async () => {
  expect(databaseUrlOf(services.databaseUrl, SEED, { group: 'entrance' })).toBeUndefined();
  expect(await services.sql`select from pg_roles where rolname = 'marea_entrance'`).toHaveLength(0);
});

test('a predictor sees what was asked of its own data set, whatever it asks for, and changes none of it', async () => {
  for (const dataset of ['realtor', 'diabetes'])
    await services.sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
      values (${dataset}, ${randomUUID()}, 1, '{}', '{}', now())`;
  await as({ group: 'predict', dataset: 'diabetes' }, async (sql) => {
    expect(await sql`select distinct dataset from marea.inference_logs`).toEqual([{ dataset: 'diabetes' }]);
    expect(await sql`select from marea.inference_logs where dataset = 'realtor'`).toHaveLength(0);
    await expect(sql`delete from marea.inference_logs`).rejects.toThrow('permission denied');
  });
  await as({ group: 'observe' }, async (sql) => {
    expect(await sql`select distinct dataset from marea.inference_logs`).toHaveLength(2);
  });
});

test('the password of another role, and none, are refused', async () => {
  const own = new URL(databaseUrlOf(services.databaseUrl, SEED, { group: 'ingest' }) ?? '');
  const other = new URL(databaseUrlOf(services.databaseUrl, SEED, { group: 'console' }) ?? '');
  for (const password of [other.password, '', SEED]) {
    const url = new URL(own);
    url.password = password;
    const sql = connect(url.href, { max: 1 });
    await expect(sql`select 1`).rejects.toThrow(/password/);
    await sql.end();
  }
});

test('console has the tables of a data set made anew, with the rights on them, and nobody else has', async () => {
  const { sql } = services;
  await sql`insert into realtor.raw_data (batch, row_number) values ('old', 1)`;
  await as({ group: 'ingest' }, async (ingest) => {
    await expect(ingest`select marea.remake_tables('realtor')`).rejects.toThrow('permission denied');
  });
  await as({ group: 'console' }, async (console) => {
    await console`select marea.remake_tables('realtor')`;
    await expect(console`select marea.remake_tables('marea')`).rejects.toThrow('no tables were ever made');
  });
  expect(await sql`select from realtor.raw_data`).toHaveLength(0);
  expect(await rightsOn('realtor.raw_data', roleOf(DATABASE, { group: 'cleaning' }))).toBe('s');
});

test('what stages write is counted, though they have no right to the counts', async () => {
  const before = await countOf('handled');
  await as({ group: 'record' }, async (sql) => {
    await sql`
      insert into marea.stages (stage, source, event_id, type, status) values ('record', '/test', 'one', 't', 'running')`;
    await sql`update marea.stages set status = 'done' where source = '/test'`;
  });
  expect(await countOf('handled')).toBe(before + 1);
});

async function countOf(what: string): Promise<number> {
  const [row] = await services.sql<{ total: number }[]>`
    select coalesce(sum(total), 0)::int as total from marea.totals where what = ${what}`;
  return row?.total ?? 0;
}
