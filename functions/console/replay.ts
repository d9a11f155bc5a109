/** Sends dead letters again, as they were: same id, so that what was done is not done twice. */

import type { Event } from '../../shared/events/event.ts';
import { batchReceived, eventTypes } from '../../shared/events/types.ts';
import { sendEvent } from '../../shared/runtime/outbox.ts';
import type { Sql } from '../../shared/store/database.ts';

export interface ReplaySinks {
  /** Where the outside posts: batch.received, and what no stage knows. */
  readonly ingest: string | undefined;
  readonly pipeline: string | undefined;
}

export interface Replayed {
  readonly id: number;
  readonly type: string;
  readonly dataset: string | null;
  readonly batch: string | null;
  readonly sent: boolean;
  /** Why it was not sent. */
  readonly error?: string;
}

interface Letter {
  readonly id: number;
  readonly type: string;
  readonly dataset: string | null;
  readonly batch: string | null;
  readonly event: Event;
}

/** The ingest broker answers when the batch is stored, or its retries are over. */
const BROKER_TIMEOUT_MS = 240_000;

/** @returns undefined when there is no such dead letter, or it was replayed before */
export async function replayOne(sql: Sql, sinks: ReplaySinks, id: number): Promise<Replayed | undefined> {
  const [letter] = await sql<Letter[]>`
    update marea.dead_letters set replayed_at = now() where id = ${id} and replayed_at is null
    returning id::int, type, dataset, subject as batch, event`;
  return letter && (await send(sql, sinks, letter));
}

/** All that wait, the oldest first. One that cannot be sent does not keep the others. */
export async function replayAll(sql: Sql, sinks: ReplaySinks): Promise<Replayed[]> {
  const waiting = await sql<{ id: number }[]>`
    select id::int from marea.dead_letters where replayed_at is null order by id`;
  const done: Replayed[] = [];
  for (const { id } of waiting) {
    const replayed = await replayOne(sql, sinks, id);
    if (replayed) done.push(replayed);
  }
  return done;
}

/**
 * It is marked before it is sent: when it fails again, its new delivery to dead letters takes the mark away, and that
 * may come before the sink has answered us.
 */
async function send(sql: Sql, sinks: ReplaySinks, { event, ...letter }: Letter): Promise<Replayed> {
  try {
    await sendEvent(event, sinkFor(event.type, sinks), BROKER_TIMEOUT_MS);
    return { ...letter, sent: true };
  } catch (error) {
    await sql`update marea.dead_letters set replayed_at = null where id = ${letter.id}`;
    return { ...letter, sent: false, error: (error as Error).message };
  }
}

function sinkFor(type: string, { ingest, pipeline }: ReplaySinks): string {
  const internal = type !== batchReceived.type && eventTypes.some((known) => known.type === type);
  const sink = internal ? pipeline : ingest;
  if (!sink)
    throw new Error(
      `${internal ? 'K_SINK' : 'INGEST_URL'} is not set: there is no broker to send ${type} to`,
    );
  return sink;
}
