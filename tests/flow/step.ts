/** What the steps of a life are made of. */
import { expect } from 'vitest';
import { eventually, type TestPlatform } from '../platform.ts';

export type Step = (platform: TestPlatform) => Promise<void>;

/** Asks until one row is found. */
export const found = ({ sql }: TestPlatform, what: string, query: string): Promise<unknown> =>
  eventually(async () => (await sql.unsafe(query))[0], what);

/** What fails for good shows at once: an answer of another status ends the test. */
export async function ask(
  platform: TestPlatform,
  path: string,
  body: object,
  expected: number,
): Promise<unknown> {
  const answered = await platform.send('POST', path, body);
  expect(answered, path).toMatchObject({ status: expected });
  return answered.body;
}

/** All that was sent is done. */
export const atRest: Step = async (platform) => {
  await eventually(async () => {
    const [open] = await platform.sql`
      select from marea.stages where status <> 'done' union all select from marea.outbox where sent_at is null
      union all select from marea.batches where ended_at is null`;
    return open === undefined && platform.pending() === 0;
  }, 'the end of all that is under way');
};
