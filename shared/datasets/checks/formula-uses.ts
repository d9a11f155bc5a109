/** What a formula names: columns, and features before it. */
import type { Expression } from '../../ml/expression.ts';
import type { Placed } from './fault.ts';

export interface Use {
  readonly at: string;
  readonly column: string;
  /** What the column has to hold; nothing: whatever it is. */
  readonly needs?: 'numbers' | 'texts' | 'days' | undefined;
}

/** Columns, with the places where they are named. */
export function formulaUses(at: string, of: Expression): Use[] {
  switch (of.op) {
    case 'column':
      return [{ at: `${at}.name`, column: of.name, needs: 'numbers' }];
    case 'constant':
    case 'feature':
      return [];
    case 'equals':
    case 'codeNumber':
      return [{ at: `${at}.column`, column: of.column, needs: 'texts' }];
    case 'yearsBefore':
    case 'year':
    case 'month':
      return [{ at: `${at}.column`, column: of.column, needs: 'days' }];
    default:
      return [...formulaUses(`${at}.left`, of.left), ...formulaUses(`${at}.right`, of.right)];
  }
}

/** Features, with the places where they are named. */
export function featuresNamed(at: string, of: Expression): Placed<string>[] {
  if (of.op === 'feature') return [{ at: `${at}.name`, is: of.name }];
  if (!('left' in of)) return [];
  return [...featuresNamed(`${at}.left`, of.left), ...featuresNamed(`${at}.right`, of.right)];
}
