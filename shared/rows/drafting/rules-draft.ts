/** Rules for what cannot be. */
import type { Rule } from '../../datasets/declaration.ts';
import type { ColumnDraft } from './column-draft.ts';

const NEVER_NEGATIVE =
  /(^|_|\b)(age|count|number|num|size|area|length|width|height|weight|depth|carat|price|fare|distance|duration|sqft|rooms?|beds?|baths?|quantity|qty|population|visits)(_|\b|$)/i;

/** What counts or measures is never below 0: named so, and not so once in the sample. */
export function rulesOf(columns: readonly ColumnDraft[]): Rule[] {
  const names = new Set<string>();
  return columns.flatMap(({ name, declaration: { range, type } }): Rule[] => {
    const isMeasure = (type === 'number' || type === 'integer') && NEVER_NEGATIVE.test(name);
    if (!range || range[0] < 0 || !isMeasure) return [];
    const rule = `${snake(name)}_negative`;
    if (names.size === names.add(rule).size) return [];
    return [{ name: rule, rejects: { when: 'outside', column: name, range: [0, Number.MAX_SAFE_INTEGER] } }];
  });
}

const snake = (name: string): string => {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `column_${plain}`;
};
