/** How a batch stands, in a word and a colour: the same everywhere. */
import type { BatchLine } from '../../../../shared/api/batches.ts';
import { t } from '../texts/texts.ts';
import type { Tone } from './badge.tsx';

export type Standing = Pick<BatchLine, 'outcome' | 'stage' | 'held' | 'retractedAt'>;

const TONES: Readonly<Record<string, Tone>> = {
  promoted: 'good',
  rejected: 'plain',
  'not trained': 'plain',
  'rolled back': 'bad',
  'training failed': 'bad',
  held: 'warn',
  discarded: 'warn',
  retracted: 'warn',
};

export const stateOf = ({ outcome, stage, retractedAt }: Standing): string =>
  retractedAt ? 'retracted' : (outcome ?? stage);

/** Under way where there is no outcome yet. */
export const toneOf = (batch: Standing): Tone =>
  batch.retractedAt || batch.outcome ? (TONES[stateOf(batch)] ?? 'plain') : 'busy';

export function wordFor(batch: Standing): string {
  const words: Readonly<Record<string, string>> = t().states;
  const state = stateOf(batch);
  return words[state] ?? state;
}
