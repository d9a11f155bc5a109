/** What of a batch does not go on by itself: work that stands still, and events that were given up. */
import type { UnbegunBatch } from '../../../../../shared/api/batches.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';

export interface StalledProps {
  readonly stalled: UnbegunBatch['stalled'];
  readonly letters: UnbegunBatch['deadLetters'];
}

export function Stalled({ stalled, letters }: StalledProps) {
  const texts = t().batches;
  if (stalled.length + letters.length === 0) return null;
  return (
    <section class="notice wrong">
      <h2>{texts.stalled}</h2>
      <ul>
        {stalled.map(({ what, stage, type, since, error }) => (
          <li key={`${what} ${stage} ${type} ${since}`}>
            {stage}: {texts.stalledWhat[what]}, <Moment at={since} />
            {error && <span class="reason">{error}</span>}
          </li>
        ))}
        {letters.map(({ id, type, error }) => (
          <li key={id}>
            <code>{type}</code>
            {error && <span class="reason">{error}</span>}
          </li>
        ))}
      </ul>
      {letters.length > 0 && <p>{texts.letters(number(letters.length))}</p>}
    </section>
  );
}
