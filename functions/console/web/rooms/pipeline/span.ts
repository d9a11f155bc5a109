/** How long something has taken, or takes until now. */
import { now } from '../../data/connection.ts';

export interface Span {
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** By the clock of the server where it has ended, by that of the browser while it goes on. */
export const endOf = ({ startedAt, endedAt }: Span): number =>
  endedAt === null ? Math.max(now.value, Date.parse(startedAt)) : Date.parse(endedAt);

export const secondsOf = (span: Span): number => (endOf(span) - Date.parse(span.startedAt)) / 1000;
