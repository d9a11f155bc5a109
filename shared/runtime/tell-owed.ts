/**
 * The last thing that a pod of a stage does: it looks whether work is owed, and tells `reconcile`. So nothing has to be
 * woken by the clock to look: while work goes on there are pods, and each of them ends.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../events/event.ts';
import { workOwed } from '../events/types.ts';
import { connect } from '../store/database.ts';
import { type Configuration, configuration } from './configuration.ts';
import { logger } from './log.ts';
import { sendEvent } from './outbox.ts';
import { isWorkOwed } from './owed.ts';

/** A pod that has to go is not held up by stores or brokers that are away. */
const MOST_MS = 1500;

type Told = Pick<Configuration, 'DATABASE_URL' | 'K_SINK'>;

/** Never throws: who could not tell leaves it to the next pod that ends, or to the rare look. */
export async function tellIfOwed(
  name: string,
  { DATABASE_URL: url, K_SINK: sink }: Told = configuration(),
): Promise<void> {
  if (!url || !sink) return;
  // A connection of its own, which can be given up in the middle of whatever it waits for.
  const sql = connect(url, { max: 1, name: `${name} ends` });
  try {
    const look = async (): Promise<void> => {
      if (await isWorkOwed(sql)) await tellOwed(name, sink, MOST_MS);
    };
    await Promise.race([look(), sleep(MOST_MS, undefined, { ref: false })]);
  } catch (error) {
    logger().info({ error: (error as Error).message }, 'whether work is owed could not be told');
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** @throws when the sink refuses */
export async function tellOwed(name: string, sink: string, timeoutMs?: number): Promise<void> {
  const event: Event = {
    id: randomUUID(),
    source: `/marea/${name}`,
    type: workOwed.type,
    time: new Date().toISOString(),
    data: {},
  };
  await sendEvent(event, sink, timeoutMs);
}
