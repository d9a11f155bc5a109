/** Delivery is at least once, effects are exactly once: what the outbox promises, on a real Postgres. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import Type from 'typebox';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Gone, PassingError, PermanentError } from '../shared/events/errors.ts';
import { type Event, eventType } from '../shared/events/event.ts';
import { sendOverdue } from '../shared/runtime/outbox.ts';
import { type StageContext, type StageResources, stage } from '../shared/runtime/stage.ts';
import { ownDataset } from '../shared/store/locks.ts';
import { eventually } from './platform.ts';
import { type Services, startServices } from './services.ts';

const asked = eventType('test.asked', 'asks', Type.Object({ n: Type.Integer() }));
const answered = eventType('test.answered', 'answers', Type.Object({ n: Type.Integer() }));

let services: Services;
let sink: Server;
let resources: StageResources;
/** What the sink has taken, and what it answers. */
let taken: { id: string; source: string; n: number }[] = [];
let sinkStatus = 202;

beforeAll(async () => {
  services = await startServices();
  await services.sql`create table effects (n integer)`;
  sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { n } = JSON.parse(Buffer.concat(chunks).toString()) as { n: number };
      if (sinkStatus < 300)
        taken.push({ id: String(request.headers['ce-id']), source: String(request.headers['ce-source']), n });
      response.writeHead(sinkStatus).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  resources = {
    sql: services.sql,
    objects: services.objects,
    log: pino({ level: 'silent' }),
    sink: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`,
  };
});

afterAll(async () => {
  sink.close();
  await services.stop();
});

beforeEach(async () => {
  taken = [];
  sinkStatus = 202;
  await services.sql`truncate effects, marea.stages, marea.outbox`;
});

const doubling = stage({ name: 'doubling', on: asked, emits: [answered] }, async ({ n }, { sql, emit }) => {
  await sql`insert into effects values (${n})`;
  emit(answered, { n: 2 * n });
});

const event = (id: string, n: unknown = 1): Event => ({
  id,
  source: 'test',
  type: asked.type,
  dataset: 'realtor',
  data: { n },
});
const effects = async (): Promise<number> => (await services.sql`select * from effects`).length;

test('an event delivered twice has its effects once and is answered once', async () => {
  expect(await doubling.take(event('a'), resources)).toBe('done');
  expect(await doubling.take(event('a'), resources)).toBe('done before');
  expect(await effects()).toBe(1);
  expect(taken.map(({ n }) => n)).toEqual([2]);
});

test('ten deliveries at once have their effects once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => doubling.take(event('b'), resources)));
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(await effects()).toBe(1);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(1);
});

test('the same id from another source is another event', async () => {
  await doubling.take(event('c'), resources);
  await doubling.take({ ...event('c'), source: 'elsewhere' }, resources);
  expect(await effects()).toBe(2);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(2);
});

test('a failure leaves no effect behind, and the next delivery starts afresh', async () => {
  let failing = true;
  const fragile = stage({ name: 'fragile', on: asked, emits: [answered] }, async ({ n }, { sql, emit }) => {
    await sql`insert into effects values (${n})`;
    emit(answered, { n });
    if (failing) throw new PassingError('not now');
  });
  await expect(fragile.take(event('d'), resources)).rejects.toThrow('not now');
  expect(await effects()).toBe(0);
  const [noted] = await services.sql`select status, error, attempts from marea.stages`;
  expect(noted).toEqual({ status: 'running', error: 'not now', attempts: 1 });
  failing = false;
  await fragile.take(event('d'), resources);
  expect(await effects()).toBe(1);
  const [done] = await services.sql`select status, error, attempts from marea.stages`;
  expect(done).toEqual({ status: 'done', error: null, attempts: 2 });
});

test('what the sink refuses stays owed, and a second delivery sends just that', async () => {
  sinkStatus = 503;
  await expect(doubling.take(event('e'), resources)).rejects.toThrow('the sink answered 503');
  expect(await effects()).toBe(1);
  sinkStatus = 202;
  expect(await doubling.take(event('e'), resources)).toBe('done before');
  expect(await effects()).toBe(1);
  expect(taken.map(({ n }) => n)).toEqual([2]);
});

test('what nobody delivers again is sent when it is overdue, under the same id', async () => {
  await doubling.take(event('f'), resources);
  const [first] = taken;
  await services.sql`update marea.outbox set sent_at = null, created_at = now() - interval '1 hour'`;
  const sinks = { pipeline: resources.sink, ingest: undefined };
  expect(await sendOverdue(services.sql, sinks, 30)).toBe(1);
  expect(taken).toEqual([first, first]);
  expect(await sendOverdue(services.sql, sinks, 30)).toBe(0);
});

test('data that do not fit the schema are refused for good, naming the field', async () => {
  await expect(doubling.take(event('g', 'one'), resources)).rejects.toThrow(PermanentError);
  await expect(doubling.take(event('g', 'one'), resources)).rejects.toThrow('/n must be integer');
  expect(await effects()).toBe(0);
});

test('an event for a data set that nobody declared is refused, with those that there are', async () => {
  await expect(doubling.take({ ...event('h'), dataset: 'moon' }, resources)).rejects.toThrow(
    /no data set "moon", there are: realtor, diabetes/,
  );
});

test('an event about what is gone leaves nothing behind, and is done when its like is there again', async () => {
  let there = false;
  const late = stage({ name: 'late', on: asked, emits: [answered] }, async ({ n }, { sql, emit }) => {
    await sql`insert into effects values (${n})`;
    emit(answered, { n });
    if (!there) throw new Gone('batch 7 of realtor is there no longer: the data set was reset');
  });
  expect(await late.take(event('i'), resources)).toBe('gone');
  expect(await effects()).toBe(0);
  expect(taken).toEqual([]);
  expect(await marks()).toEqual([]);
  // After the reset the same batch comes again: its events have the identities of before.
  there = true;
  expect(await late.take(event('i'), resources)).toBe('done');
  expect(await effects()).toBe(1);
});

test('a late event of before a reset does not take the place of its twin of after it', async () => {
  const [begun, mayEnd] = [meeting(2), meeting(2)];
  let late = true;
  const slow = stage(long, async ({ n }, { sql, hold }) => {
    if (late) {
      late = false;
      await begun();
      await mayEnd();
      throw new Gone('the run is there no longer');
    }
    await hold();
    await sql`insert into effects values (${n})`;
  });
  const first = slow.take(event('t'), resources);
  await begun();
  const second = slow.take(event('t'), resources);
  await eventually(async () => (await waiting()).length > 0, 'the twin to wait');
  await mayEnd();
  expect(await Promise.all([first, second])).toEqual(['gone', 'done']);
  expect(await effects()).toBe(1);
  expect(await marks()).toMatchObject([{ status: 'done' }]);
});

test('long work of before a reset ends without effect, though its twin of after it has begun', async () => {
  let first = true;
  let twin: Promise<unknown> = Promise.resolve();
  const work = stage(long, async (data, context) => {
    const meanwhile = async () => {
      await forget();
      twin = work.take(event('u'), resources);
      await eventually(async () => (await waiting()).length > 0, 'the twin to wait');
    };
    const mine = first;
    first = false;
    await interrupted(mine ? meanwhile : async () => {})(data, context);
  });
  expect(await work.take(event('u'), resources)).toBe('gone');
  expect(await twin).toBe('done');
  expect(await effects()).toBe(1);
});

/** Settles when it has been called so often. */
function meeting(guests: number): () => Promise<void> {
  let open: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let here = 0;
  return async () => {
    here += 1;
    if (here >= guests) open();
    await all;
  };
}

test('two that wait for each other both come through: the one that is given up is tried again', async () => {
  await services.sql`insert into effects values (1), (2)`;
  const bothHaveOne = meeting(2);
  const crossing = stage({ name: 'crossing', on: asked, emits: [answered] }, async ({ n }, { sql }) => {
    await sql`update effects set n = n where n = ${n}`;
    await bothHaveOne();
    await sql`update effects set n = n where n = ${3 - n}`;
  });
  const one = crossing.take(event('j', 1), resources);
  const other = crossing.take(event('k', 2), resources);
  expect(await Promise.all([one, other])).toEqual(['done', 'done']);
});

test('a conflict that does not end is a passing failure, after some tries', async () => {
  let tries = 0;
  const stuck = stage({ name: 'stuck', on: asked, emits: [answered] }, async (_, { sql }) => {
    tries += 1;
    await sql`do $$ begin raise exception 'again' using errcode = 'serialization_failure'; end $$`;
  });
  await expect(stuck.take(event('l'), resources)).rejects.toThrow(PassingError);
  expect(tries).toBe(4);
});

test('a delivery that waits for its twin is told to come back while it can still be told', async () => {
  const [begun, mayEnd] = [meeting(2), meeting(2)];
  const slow = stage({ name: 'slow', on: asked, emits: [answered] }, async () => {
    await begun();
    await mayEnd();
  });
  const first = slow.take(event('m'), resources);
  await begun();
  const second = slow.take(event('m'), { ...resources, limitSeconds: 1 });
  await expect(second).rejects.toThrow(PassingError);
  await mayEnd();
  expect(await first).toBe('done');
  expect(await slow.take(event('m'), resources)).toBe('done before');
});

/** As a reset forgets: alone with the data set. */
const forget = (): Promise<unknown> =>
  services.sql.begin(async (tx) => {
    await tx`set local lock_timeout = '5s'`;
    await ownDataset(tx, 'realtor');
    await tx`delete from marea.stages`;
  });

/** Writes, in the course of it `meanwhile` happens, and writes again. */
const interrupted =
  (meanwhile: () => Promise<unknown>) =>
  async ({ n }: { n: number }, { sql, hold, emit }: StageContext<typeof answered>): Promise<void> => {
    await meanwhile();
    await hold();
    await sql`insert into effects values (${n})`;
    emit(answered, { n });
  };
const long = { name: 'long', on: asked, emits: [answered], longWork: true };
const waiting = () => services.sql`select from pg_locks where locktype = 'advisory' and not granted`;
const marks = () => services.sql`select status, error, attempts from marea.stages`;

test('long work does not keep a reset waiting, and comes to nothing after it', async () => {
  const late = stage(long, interrupted(forget));
  expect(await late.take(event('r'), resources)).toBe('gone');
  expect(await effects()).toBe(0);
  expect(taken).toEqual([]);
  expect(await marks()).toEqual([]);
});

test('long work that is not interrupted has its effects once', async () => {
  const late = stage(
    long,
    interrupted(async () => {}),
  );
  expect(await late.take(event('s'), resources)).toBe('done');
  expect(await late.take(event('s'), resources)).toBe('done before');
  expect(await effects()).toBe(1);
});

test('a reset waits for a stage that writes all along', async () => {
  let reset: Promise<unknown> = Promise.resolve();
  let over = false;
  const short = stage({ name: 'short', on: asked, emits: [] }, async ({ n }, { sql }) => {
    await sql`insert into effects values (${n})`;
    reset = forget().then(() => {
      over = true;
    });
    await eventually(async () => (await waiting()).length > 0, 'the reset to wait');
    expect(over).toBe(false);
  });
  expect(await short.take(event('t'), resources)).toBe('done');
  await reset;
  expect(await effects()).toBe(1);
  expect(await marks()).toEqual([]);
});

test('an event whose stage was about to begin when its data set was reset is handled after it, and once', async () => {
  let owned = false;
  const reset = services.sql.begin(async (tx) => {
    await ownDataset(tx, 'realtor');
    owned = true;
    await eventually(async () => (await marks()).length > 0, 'the mark that the event is being handled');
    await tx`delete from marea.stages`;
  });
  await eventually(() => owned, 'the reset to begin');
  expect(await doubling.take(event('u'), resources)).toBe('done');
  await reset;
  expect(await doubling.take(event('u'), resources)).toBe('done before');
  expect(await effects()).toBe(1);
});

test('an event of a type that a stage has not declared does not compile', () => {
  const silent = stage({ name: 'silent', on: asked, emits: [] }, async (_, { emit }) => {
    // @ts-expect-error: it has said that it emits nothing
    emit(answered, { n: 1 });
  });
  // Of the same schema, but of another name.
  const other = stage({ name: 'other', on: asked, emits: [asked] }, async (_, { emit }) => {
    // @ts-expect-error: it has declared the one, not the other
    emit(answered, { n: 1 });
  });
  expect([silent.emits, other.emits]).toEqual([[], [asked]]);
});
