/** What turns a row away, in the reader's words. */
import type { Declared } from '../../../../../../shared/api/data.ts';
import { t } from '../../../texts/texts.ts';
import { number } from '../../../ui/format.ts';

type Condition = Declared['declaration']['rules'][number]['rejects'];

/** @param labelOf a column, as people call it */
export function conditionWords(condition: Condition, labelOf: (column: string) => string): string {
  const when = t().declaration.when;
  const label = labelOf(condition.column);
  switch (condition.when) {
    case 'outside':
      return when.outside(label, number(condition.range[0]), number(condition.range[1]));
    case 'at most':
      return when['at most'](label, number(condition.value));
    case 'one of':
    case 'not one of':
      return when[condition.when](label, condition.values.join(', '));
    default:
      return when[condition.when](label);
  }
}
