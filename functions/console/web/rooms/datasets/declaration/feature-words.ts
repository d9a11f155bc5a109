/** The declared features in the reader's words. */
import type { Declared } from '../../../../../../shared/api/data.ts';
import { t } from '../../../texts/texts.ts';
import { number } from '../../../ui/format.ts';

type Feature = Declared['declaration']['features'][number];
type Formula = Extract<Feature, { readonly kind: 'formula' }>['of'];
type Key = Extract<Feature, { readonly kind: 'frequency' }>['key'];

/** @param labelOf a column, as people call it */
export function featureWords(feature: Feature, labelOf: (column: string) => string): string {
  const made = t().declaration.made;
  switch (feature.kind) {
    case 'formula':
      return formulaWords(feature, labelOf);
    case 'targetMean': {
      const levels = levelWords(feature.levels, labelOf);
      return feature.per ? made.targetMeanPer(labelOf(feature.per), levels) : made.targetMean(levels);
    }
    case 'groupMean':
      return made.groupMean(labelOf(feature.column), levelWords(feature.levels, labelOf));
    case 'frequency':
    case 'category':
      return made[feature.kind](keyWords(feature.key, labelOf));
    case 'oneHot':
    case 'scale':
      return made[feature.kind](labelOf(feature.column));
    case 'group':
      return made.group(labelOf(feature.column), feature.groups.join(', '));
  }
}

function formulaWords(
  { of, monotone }: Extract<Feature, { readonly kind: 'formula' }>,
  labelOf: (column: string) => string,
): string {
  const made = t().declaration.made;
  const words = of.op === 'column' ? made.asItComes(labelOf(of.name)) : written(of, labelOf);
  if (monotone === undefined) return words;
  return `${words}; ${monotone === 1 ? made.rises : made.falls}`;
}

const keyWords = (key: Key, labelOf: (column: string) => string): string =>
  key
    .map((part) =>
      typeof part === 'string'
        ? labelOf(part)
        : t().declaration.made.prefix(part.prefix, labelOf(part.column)),
    )
    .join(t().declaration.made.and);

const levelWords = (levels: readonly Key[], labelOf: (column: string) => string): string =>
  levels.map((key) => keyWords(key, labelOf)).join(t().declaration.made.elseSame);

const SIGNS = { add: '+', subtract: '−', multiply: '×', divide: '/' } as const;

/** `Lot × 43,560 / Living space` @param isInside of another formula */
function written(formula: Formula, labelOf: (column: string) => string, isInside = false): string {
  const made = t().declaration.made;
  switch (formula.op) {
    case 'column':
      return labelOf(formula.name);
    case 'feature':
      return formula.name;
    case 'constant':
      return number(formula.value);
    case 'equals':
      return made.equals(labelOf(formula.column), formula.value);
    case 'yearsBefore':
      return made.yearsBefore(
        labelOf(formula.column),
        new Date(formula.day * 86_400_000).toISOString().slice(0, 10),
      );
    case 'year':
    case 'month':
    case 'codeNumber':
      return made[formula.op](labelOf(formula.column));
    default: {
      const sides = [formula.left, formula.right].map((side) => written(side, labelOf, true));
      const words = sides.join(` ${SIGNS[formula.op]} `);
      return isInside ? `(${words})` : words;
    }
  }
}
