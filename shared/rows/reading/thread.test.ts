/** Whatever a thread does with foreign bytes, whoever asked it goes on, and knows why. */
import { expect, it } from 'vitest';
import { FormatError } from '../../formats/index.ts';
import { threadOf } from './thread.ts';

const ENTRY = new URL('./fixtures/thread.ts', import.meta.url);
const LIMITS = { milliseconds: 1500, heap: 32 };

const asked = (items: readonly (number | string)[]) =>
  threadOf<number>(ENTRY, { what: 'the file', given: items, moved: [] }, LIMITS);

async function all(items: readonly (number | string)[]): Promise<number[]> {
  const thread = asked(items);
  const found: number[] = [];
  for (let answer = await thread.next(); answer !== undefined; answer = await thread.next())
    found.push(answer);
  return found;
}

it('answers come in their order, to the last', async () => {
  expect(await all([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5]);
});

it('what it gave before it failed is not lost', async () => {
  const thread = asked([1, 2, 'refuse']);
  expect([await thread.next(), await thread.next()]).toEqual([1, 2]);
  await expect(thread.next()).rejects.toThrow(FormatError);
});

it.each([
  ['refuse', /^row 3 is no row$/],
  ['spin', /^the file takes more than 1.5 s for a piece of its rows/],
  ['hoard', /^the file needs more than 32 MB of memory to read/],
  ['break', /^the file cannot be read: cannot read properties of undefined$/],
])('one that comes to %s is a refusal', async (what, message) => {
  await expect(all([1, what, 2])).rejects.toMatchObject({
    name: 'FormatError',
    message: expect.stringMatching(message),
  });
});

it('others are answered while one spins', async () => {
  const spinning = all(['spin']).catch((error: Error) => error.message);
  expect(await all([1, 2])).toEqual([1, 2]);
  expect(await spinning).toMatch(/takes more than/);
});

it('one that goes without a word, or never begins, is nothing of the bytes: it may be tried again', async () => {
  await expect(all([1, 'leave'])).rejects.toThrow(/^the thread that reads the file has ended$/);
  const nowhere = new URL('./fixtures/nowhere.ts', import.meta.url);
  const thread = threadOf(nowhere, { what: 'the file', given: [], moved: [] }, LIMITS);
  await expect(thread.next()).rejects.not.toBeInstanceOf(FormatError);
});

it('one that is stopped gives no more', async () => {
  const thread = asked([1, 2, 3, 4]);
  await thread.next();
  thread.stop();
  await expect(
    (async () => {
      for (;;) if ((await thread.next()) === undefined) return;
    })(),
  ).rejects.toThrow('has ended');
});
