import { beforeEach, describe, expect, test } from 'vitest';
import { makeKey, snapshotText, VERIFY_KEY } from '../../../tests/beds/keys.ts';
import { unsealed, verifyingKey } from '../../access/snapshot.ts';
import type { Tagged } from '../../store/conditional.ts';
import { NoSuchObject } from '../../store/objects.ts';
import { FollowedKeys } from './known-keys.ts';

const SECOND = 1000;
const [first, second] = [makeKey({ name: 'first' }), makeKey({ name: 'second' })];
const absent = new NoSuchObject({ bucket: 'models', key: 'access/keys.json' });

let clock = 0;
let stored: string | Error = absent;
let reads: (string | undefined)[] = [];
let failures: (string | undefined)[] = [];
/** Held reads, while there is a list of them. */
let held: (() => void)[] | undefined;

async function read(etag: string | undefined): Promise<Tagged | undefined> {
  reads.push(etag);
  const found = stored;
  if (held) await new Promise<void>((resolve) => held?.push(resolve));
  if (found instanceof Error) throw found;
  return etag === `of ${found}` ? undefined : { body: Buffer.from(found), etag: `of ${found}` };
}

const follow = () =>
  new FollowedKeys({
    read,
    open: (text) => unsealed(text, verifyingKey(VERIFY_KEY)),
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
    },
    looked: (failure) => failures.push(failure?.message),
  });
const namesIn = async (keys: FollowedKeys): Promise<string[]> =>
  [...(await keys.current()).byId.values()].map(({ principal }) => principal.name);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  clock = 1e6;
  stored = snapshotText(1, [first]);
  reads = [];
  failures = [];
  held = undefined;
});

describe('the keys of a process', () => {
  test('are read once for many requests, and then for 10 s by none', async () => {
    const keys = follow();
    await Promise.all([keys.current(), keys.current(), keys.current()]);
    clock += 10 * SECOND;
    expect(keys.current()).not.toBeInstanceOf(Promise);
    expect(reads).toEqual([undefined]);
    expect(await namesIn(keys)).toEqual(['first']);
  });

  test('after 10 s are read again behind the requests, by the tag of what is known', async () => {
    const keys = follow();
    await keys.current();
    const known = stored as string;
    stored = snapshotText(2, [second]);
    clock += 11 * SECOND;
    expect(await namesIn(keys)).toEqual(['first']);
    await settled();
    expect(await namesIn(keys)).toEqual(['second']);
    expect(reads).toEqual([undefined, `of ${known}`]);
  });

  test('after 30 s are waited for: who was revoked by then is refused', async () => {
    const keys = follow();
    await keys.current();
    stored = snapshotText(2, [second]);
    clock += 31 * SECOND;
    expect(await namesIn(keys)).toEqual(['second']);
  });

  test('are those of when a look began: what was revoked while it was under way is seen in time, too', async () => {
    const keys = follow();
    await keys.current();
    clock += 11 * SECOND;
    held = [];
    keys.current();
    const [release] = held as [() => void];
    held = undefined;
    // Read before, answered after.
    stored = snapshotText(2, [second]);
    clock += 18 * SECOND;
    release();
    await settled();
    clock += 13 * SECOND;
    expect(await namesIn(keys)).toEqual(['second']);
  });

  test.each([
    ['the store does not answer', new Error('ECONNREFUSED')],
    ['somebody has taken it away', absent],
    ['somebody else has signed it', snapshotText(9, [], Buffer.alloc(32, 1).toString('base64'))],
    ['an earlier one was put back', snapshotText(4, [second])],
    ['it is damaged', '{'],
  ])('hold on while %s, and that is told', async (_, wrong) => {
    stored = snapshotText(5, [first]);
    const keys = follow();
    await keys.current();
    stored = wrong;
    clock += 31 * SECOND;
    expect(await namesIn(keys)).toEqual(['first']);
    expect(failures).toEqual([undefined, expect.any(String)]);
    // Nobody waits for the next look.
    expect(keys.current()).not.toBeInstanceOf(Promise);
    stored = snapshotText(6, [second]);
    clock += 31 * SECOND;
    expect(await namesIn(keys)).toEqual(['second']);
  });

  test('where there is no snapshot yet there are none', async () => {
    stored = absent;
    const keys = follow();
    expect(await namesIn(keys)).toEqual([]);
    expect(failures).toEqual([undefined]);
    stored = snapshotText(1, [first]);
    clock += 31 * SECOND;
    expect(await namesIn(keys)).toEqual(['first']);
  });

  test('of which one has no whole hash are the others', async () => {
    stored = snapshotText(1, [{ ...second, known: { ...second.known, hash: 'abc' } }, first]);
    expect(await namesIn(follow())).toEqual(['first']);
  });

  test('that were never known let nobody in, and open nothing', async () => {
    stored = new Error('ECONNREFUSED');
    const keys = follow();
    await expect(keys.current()).rejects.toMatchObject({ status: 503 });
    stored = snapshotText(1, [first]);
    expect(await namesIn(keys)).toEqual(['first']);
  });

  describe('of which one is not known', () => {
    const renewedNames = async (keys: FollowedKeys): Promise<string[]> =>
      [...(await keys.renewed()).byId.values()].map(({ principal }) => principal.name);

    test('are read anew: one that was made a moment ago is among them', async () => {
      const keys = follow();
      await keys.current();
      stored = snapshotText(2, [first, second]);
      expect(await renewedNames(keys)).toEqual(['first', 'second']);
    });

    test('are read once for all who ask, and for those as well who come while another look is under way', async () => {
      const keys = follow();
      await keys.current();
      clock += 11 * SECOND;
      held = [];
      keys.current();
      // Read before it is made.
      const [release] = held as [() => void];
      held = undefined;
      stored = snapshotText(2, [first, second]);
      const asked = Array.from({ length: 50 }, () => renewedNames(keys));
      release();
      for (const names of await Promise.all(asked)) expect(names).toEqual(['first', 'second']);
      expect(reads).toHaveLength(3);
    });

    test('are read at most once a second, however many are shown', async () => {
      const keys = follow();
      await keys.current();
      const began = clock;
      for (let times = 0; times < 20; times++) await Promise.all([keys.renewed(), keys.renewed()]);
      const seconds = (clock - began) / SECOND;
      expect(reads).toHaveLength(21);
      expect(seconds).toBeGreaterThanOrEqual(20);
    });

    test('are waited for by a bounded number: who comes then is told what is known', async () => {
      const keys = follow();
      await keys.current();
      const waiting = Array.from({ length: 100 }, () => keys.renewed());
      stored = snapshotText(2, [first, second]);
      expect(await renewedNames(keys)).toEqual(['first']);
      await Promise.all(waiting);
      expect(await renewedNames(keys)).toEqual(['first', 'second']);
    });
  });
});
