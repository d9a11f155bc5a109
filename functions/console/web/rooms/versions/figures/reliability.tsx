/** Whether probabilities of a class mean what they say. */
import type { ReliabilityFigures } from '../../../../../../shared/api/card.ts';
import { Curve } from '../../../charts/curve.tsx';
import { Diagonal, Plot } from '../../../charts/plot.tsx';
import { t } from '../../../texts/texts.ts';
import { percent } from '../../../ui/format.ts';

export function Reliability({ of, error, bins }: ReliabilityFigures) {
  const texts = t().figures;
  const most = Math.max(0.05, ...bins.flatMap(({ given, observed }) => [given, observed]));
  const told = (share: number): string => percent(share, 0);
  const axis = {
    scale: 'linear',
    from: 0,
    to: Math.min(1, Math.ceil(most * 10) / 10),
    format: told,
  } as const;
  return (
    <figure>
      <Plot
        label={texts.reliabilityLabel(of)}
        x={{ ...axis, label: texts.given(of) }}
        y={{ ...axis, label: texts.observed }}
      >
        {(area) => (
          <>
            <Diagonal {...area} />
            <Curve
              area={area}
              points={bins.map(({ given, observed, rows }) => ({
                at: [given, observed],
                name: texts.bin(percent(given), percent(observed), rows),
              }))}
            />
          </>
        )}
      </Plot>
      <figcaption>{texts.reliabilityText(of, percent(error))}</figcaption>
    </figure>
  );
}
