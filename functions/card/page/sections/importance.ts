/** Which features matter most. */
import type { FeatureImportance } from '../../../../shared/ml/explain/importance.ts';
import { meter } from '../../../../shared/page/charts/bars.ts';
import { spread } from '../../../../shared/page/charts/spread.ts';
import { amount, number } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard, TargetFacts } from '../../card.ts';

export function importance({ importance: measured, features, details }: ModelCard): Html | null {
  if (!measured || measured.features.length === 0) return null;
  const { target } = details;
  const most = Math.max(...measured.features.map((feature) => feature.importance), Number.MIN_VALUE);
  // Where there are classes a feature has a range for each of them: the mean says enough.
  const ranges = target.task === 'regression';
  const reach = Math.max(...measured.features.flatMap(endsOf), Number.MIN_VALUE);
  const rows = measured.features.map((feature) => [
    html`${feature.name}<small>${wordsOf(feature.name, features)}</small>`,
    meter(feature.importance / most),
    inUnit(feature.inUnit, target),
    ...(ranges ? [rangeOf(feature, reach), directionOf(feature)] : []),
  ]);
  return section(
    'importance',
    'What matters',
    html`<p>Mean size of each feature's contribution to the answer (SHAP values, exact for the served model), over ${number(measured.rows)} rows that it did not learn from. ${ranges ? 'The range holds 90 % of the contributions, the bar the middle half; left of the dashed line they lower the answer.' : ''}</p>${table(
      {
        head: [
          'Feature',
          'Importance',
          numeric('Mean size'),
          ...(ranges ? ['Contributions', 'With its value the answer'] : []),
        ],
        rows,
      },
    )}`,
  );
}

/** Classes: points of probability. */
const inUnit = (value: number, { task, unit }: TargetFacts): string =>
  task === 'regression' ? amount(value, unit) : `${(value * 100).toFixed(2)} points`;

const endsOf = ({ summary }: FeatureImportance): number[] =>
  (summary?.[0]?.quantiles ?? []).map((quantile) => Math.abs(quantile));

function rangeOf({ summary }: FeatureImportance, reach: number): Html | string {
  const quantiles = summary?.[0]?.quantiles;
  return quantiles ? spread(quantiles, reach) : '';
}

/** Spearman's correlation from which a direction is told. */
const CLEAR = 0.5;

function directionOf({ summary }: FeatureImportance): string {
  const direction = summary?.[0]?.direction ?? 0;
  if (direction > CLEAR) return 'rises';
  return direction < -CLEAR ? 'falls' : '';
}

/** Of the declared feature: one with several columns has their names after its own, as `rate:<30`. */
function wordsOf(name: string, features: ModelCard['features']): string {
  const declared = features.find(
    (feature) => name.startsWith(feature.name) && isEnd(name, feature.name.length),
  );
  return declared && declared.words !== name ? declared.words : '';
}

const isEnd = (name: string, at: number): boolean => at === name.length || /\W/.test(name.charAt(at));
