/** Of answers that are numbers: against what was true, what is left, and how often intervals hold. */
import type {
  CardFigures,
  CoverageFigures,
  Grid,
  ResidualFigures,
} from '../../../../../../shared/api/card.ts';
import { Curve } from '../../../charts/curve.tsx';
import { Heat } from '../../../charts/heat.tsx';
import { Diagonal, Level, Plot } from '../../../charts/plot.tsx';
import { t } from '../../../texts/texts.ts';
import { number, percent, short } from '../../../ui/format.ts';

type Target = CardFigures['details']['target'];

export interface AnswersProps {
  readonly target: Target;
  readonly performance: CardFigures['performance'];
}

export const Answers = ({ target, performance }: AnswersProps) => (
  <>
    {performance.predictedActual && <Actual target={target} grid={performance.predictedActual.grid} />}
    {performance.residuals && <Residuals target={target} residuals={performance.residuals} />}
    {performance.intervals && <Coverage {...performance.intervals} />}
  </>
);

const inUnit = (label: string, { unit }: Target): string => (unit ? `${label}, ${unit}` : label);

function Actual({ target, grid }: { readonly target: Target; readonly grid: Grid }) {
  const texts = t().figures;
  return (
    <figure>
      <Plot
        label={texts.actualLabel}
        x={{ ...grid.x, label: inUnit(texts.predicted, target), format: short }}
        y={{ ...grid.y, label: inUnit(texts.actual, target), format: short }}
      >
        {(area) => (
          <>
            <Heat grid={grid} area={area} />
            <Diagonal {...area} />
          </>
        )}
      </Plot>
      <figcaption>{texts.actualText}</figcaption>
    </figure>
  );
}

function Residuals({ target, residuals }: { readonly target: Target; readonly residuals: ResidualFigures }) {
  const texts = t().figures;
  const { of, grid, median } = residuals;
  const told = of === 'log' ? times : short;
  const left = of === 'log' ? texts.factor : inUnit(texts.difference, target);
  return (
    <figure>
      <Plot
        label={texts.residualsLabel}
        x={{ ...grid.x, label: inUnit(texts.predicted, target), format: short }}
        y={{ ...grid.y, label: left, format: told, ...(of === 'log' ? { ticks: FACTORS } : {}) }}
      >
        {(area) => (
          <>
            <Heat grid={grid} area={area} />
            <Level area={area} at={0} />
          </>
        )}
      </Plot>
      <figcaption>{texts.residualsText(told(median))}</figcaption>
    </figure>
  );
}

/** Labelled on an axis of residuals of logarithms. */
const FACTORS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16].map(Math.log);

/** A residual of logarithms as the factor that it is. */
const times = (log: number): string => `${number(Number(Math.exp(log).toPrecision(2)))}×`;

function Coverage({ level, coverage, byPredicted }: CoverageFigures) {
  const texts = t().figures;
  const lowest = Math.min(0.7, ...byPredicted.map((band) => band.coverage - 0.02));
  const told = (share: number): string => percent(share, 0);
  return (
    <figure>
      <Plot
        label={texts.coverageLabel}
        x={{ scale: 'linear', from: 0.5, to: 10.5, label: texts.tenth, format: number }}
        y={{ scale: 'linear', from: Math.max(0, lowest), to: 1, label: texts.inside, format: told }}
      >
        {(area) => (
          <>
            <Level area={area} at={level} />
            <Curve
              area={area}
              points={byPredicted.map((band, index) => ({
                at: [index + 1, band.coverage],
                name: texts.band(index + 1, short(band.from), short(band.to), percent(band.coverage)),
              }))}
            />
          </>
        )}
      </Plot>
      <figcaption>{texts.coverageText(percent(coverage), percent(level, 0))}</figcaption>
    </figure>
  );
}
