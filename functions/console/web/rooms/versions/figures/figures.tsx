/** How right a version's answers are and what they are made of, as its model card has measured it. */
import type { CardFigures } from '../../../../../../shared/api/card.ts';
import { useLive } from '../../../data/live.ts';
import { t } from '../../../texts/texts.ts';
import { number } from '../../../ui/format.ts';
import { Shown } from '../../../ui/states.tsx';
import { Answers } from './answers.tsx';
import { Contributions } from './contributions.tsx';
import { Reliability } from './reliability.tsx';

/** A card never changes. */
const SELDOM_MS = 300_000;

export interface FiguresProps {
  readonly dataset: string;
  readonly version: number;
}

export function Figures({ dataset, version }: FiguresProps) {
  const live = useLive<CardFigures>(`/models/${encodeURIComponent(dataset)}/${version}/card.json`, SELDOM_MS);
  const texts = t().figures;
  return (
    <>
      <section class="panel">
        <h2>{texts.title}</h2>
        <Shown live={live} lines={10}>
          {({ details: { target }, performance }) => (
            <>
              <p class="pale">{texts.text(number(performance.rows))}</p>
              <div class="plots">
                <Answers target={target} performance={performance} />
                {performance.reliability?.map((curve) => (
                  <Reliability key={curve.of} {...curve} />
                ))}
              </div>
            </>
          )}
        </Shown>
      </section>
      {live.value?.importance && (
        <Contributions importance={live.value.importance} unit={live.value.details.target.unit} />
      )}
    </>
  );
}
