/** The rules and weights of a data set, in words. */
import type { Condition, Dataset } from '../../../shared/datasets/declaration.ts';
import { weightsOf } from '../../../shared/datasets/weights.ts';
import type { Table } from '../../../shared/ml/table.ts';
import type { RuleInWords, WeightInWords } from './section.ts';

/** @param rejected rows by the name of the rule; reasons that no rule has come last */
export function rulesInWords(
  { columns, rules }: Pick<Dataset, 'columns' | 'rules'>,
  rejected: Readonly<Record<string, number>>,
): RuleInWords[] {
  const labelOf = (name: string): string => columns[name]?.label ?? name;
  const declared = rules.map(({ name, rejects }) => ({
    name,
    words: conditionInWords(rejects, labelOf(rejects.column)),
    rejected: rejected[name] ?? 0,
  }));
  const others = Object.entries(rejected).filter(([name]) => !rules.some((rule) => rule.name === name));
  return [
    ...declared,
    ...others.map(([name, rows]) => ({ name, words: 'cannot be read as a row', rejected: rows })),
  ];
}

/** @param table rows of the data set, of which each weight's are counted */
export function weightsInWords(dataset: Pick<Dataset, 'columns' | 'weights'>, table: Table): WeightInWords[] {
  const weight = weightsOf(dataset, table) ?? new Float64Array();
  return (dataset.weights ?? []).map(({ when, counts }) => ({
    words: when
      .map((condition) =>
        conditionInWords(condition, dataset.columns[condition.column]?.label ?? condition.column),
      )
      .join(', and '),
    counts,
    rows: weight.reduce((rows, one) => rows + (one === counts ? 1 : 0), 0),
  }));
}

function conditionInWords(condition: Condition, label: string): string {
  switch (condition.when) {
    case 'missing':
      return `${label} is missing`;
    case 'present':
      return `${label} is given`;
    case 'invalid':
      return `${label} cannot be read`;
    case 'outside':
      return `${label} is outside ${number(condition.range[0])} to ${number(condition.range[1])}`;
    case 'at most':
      return `${label} is ${number(condition.value)} or less`;
    case 'one of':
      return `${label} is ${listed(condition.values)}`;
    case 'not one of':
      return `${label} is none of ${listed(condition.values)}`;
  }
}

const number = (value: number): string => value.toLocaleString('en-US');

const listed = (values: readonly string[]): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
