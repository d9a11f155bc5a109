/** Dead letters, a table for each kind, with why they were given up and what to do about it. */
import type { DeadLetter, DeadLetters } from '../../../../../shared/api/dead-letters.ts';
import { useLive } from '../../data/live.ts';
import { asked, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Kind, LetterKind } from './letter-kind.tsx';

const FILTERS = ['dataset', 'type'] as const;

export function Page() {
  const wanted = FILTERS.flatMap((name) => {
    const value = asked(name);
    return value ? [[name, value] as const] : [];
  });
  const live = useLive<DeadLetters>(withQuery('/api/dead-letters', Object.fromEntries(wanted)));
  const texts = t().letters;
  return (
    <div class="page">
      <PageHead title={texts.title}>{wanted.length > 0 && <a href="/letters">{texts.all}</a>}</PageHead>
      <p class="pale">{texts.text}</p>
      <Shown live={live} lines={8}>
        {({ deadLetters }) =>
          deadLetters.length === 0 ? (
            <p class="panel calm">
              <span aria-hidden="true">✓</span> {wanted.length > 0 ? texts.noneSuch : texts.none}
            </p>
          ) : (
            kindsOf(deadLetters).map((kind) => (
              <LetterKind key={`${kind.dataset} ${kind.type}`} kind={kind} />
            ))
          )
        }
      </Shown>
    </div>
  );
}

/** In the order in which the first of each came. */
function kindsOf(letters: readonly DeadLetter[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const letter of letters) {
    const { type, dataset } = letter;
    const key = JSON.stringify([type, dataset]);
    kinds.set(key, { type, dataset, letters: [...(kinds.get(key)?.letters ?? []), letter] });
  }
  return [...kinds.values()];
}
