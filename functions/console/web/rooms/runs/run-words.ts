/** What is told of a run in words and numbers. */
import type { RunLine } from '../../../../../shared/api/runs.ts';
import { t } from '../../texts/texts.ts';
import type { Tone } from '../../ui/badge.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  RUNNING: 'busy',
  SCHEDULED: 'plain',
  FINISHED: 'good',
  FAILED: 'bad',
  KILLED: 'warn',
};

export const statusTone = (status: string): Tone => TONES[status] ?? 'plain';

export function statusWord(status: string): string {
  const words: Readonly<Record<string, string>> = t().runs.statuses;
  return words[status] ?? status;
}

/** Seconds; undefined while it runs. */
export const lasted = ({ startedAt, endedAt }: RunLine): number | undefined =>
  endedAt === null ? undefined : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
