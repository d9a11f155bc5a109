/** Whether what somebody shows is what is wanted. */
import { timingSafeEqual } from 'node:crypto';

/** In a time that tells nothing of what is wanted, but how long it is. */
export function isSameText(shown: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(shown), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
