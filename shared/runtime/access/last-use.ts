/** When keys were last used here: noted at most once a minute for each, and no request waits for it. */
import { touchKeys } from '../../access/keys.ts';
import { keyIdsIn, type Principal } from '../../access/principal.ts';
import { logger } from '../log.ts';
import { database } from '../resources.ts';

const MINUTE_MS = 60_000;

/** Of this minute. */
let noted = new Set<string>();
let began = 0;

export function noteUse({ subject }: Principal): void {
  const now = performance.now();
  if (now - began >= MINUTE_MS) {
    noted = new Set();
    began = now;
  }
  if (noted.has(subject)) return;
  noted.add(subject);
  const ids = keyIdsIn([subject]);
  if (ids.length > 0) void touchKeys(database(), ids).catch(failed);
}

const failed = ({ message }: Error): void =>
  logger().warn({ error: message }, 'the last use of a key was not noted');
