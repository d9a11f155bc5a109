/** All that is read from the database. */
import { batches } from './batches.ts';
import { deadLetters } from './dead-letters.ts';
import { drift } from './drift.ts';
import { events } from './events.ts';
import type { Group } from './group.ts';
import { live } from './live.ts';
import { models } from './models.ts';
import { predictions } from './predictions.ts';
import { recent } from './recent.ts';
import { rows } from './rows.ts';
import { unreadable } from './unreadable.ts';

export const groups: readonly Group[] = [
  batches,
  rows,
  unreadable,
  events,
  deadLetters,
  models,
  drift,
  predictions,
  recent,
  live,
];
