/** How versions of models stand: the colour of the word for it. */
import type { Version } from '../../../../shared/api/models.ts';
import type { Tone } from './badge.tsx';

export const VERSION_TONES: Readonly<Record<Version['state'], Tone>> = {
  registered: 'plain',
  candidate: 'busy',
  'in production': 'good',
  archived: 'plain',
  rejected: 'warn',
  'rolled back': 'bad',
};
