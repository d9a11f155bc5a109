/** An expression as people write it: what `readFormula` reads back as the same. */
import type { Expression } from '../../ml/expression.ts';
import type { Derived } from '../declaration.ts';

type Operation = Extract<Expression, { left: Expression }>;

const SIGNS = { add: '+', subtract: '-', multiply: '*', divide: '/' } as const;
const isSum = ({ op }: Derived['of']): boolean => op === 'add' || op === 'subtract';
const isProduct = ({ op }: Derived['of']): boolean => op === 'multiply' || op === 'divide';

export function printFormula(of: Derived['of']): string {
  switch (of.op) {
    case 'column':
      return nameOf(of.name);
    case 'constant':
      return numberOf(of.value);
    case 'equals':
      return `${nameOf(of.column)} = '${of.value.replaceAll("'", "''")}'`;
    case 'year':
    case 'month':
      return `${of.op}(${nameOf(of.column)})`;
    case 'yearsBefore':
      return `years_before(${nameOf(of.column)}, ${numberOf(of.day)})`;
    case 'yearsBeforeLoad':
      return `years_before_load(${nameOf(of.column)})`;
    case 'codeNumber':
      return `code_number(${nameOf(of.column)})`;
    case 'feature':
      return `feature(${nameOf(of.name)})`;
    default:
      return `${left(of)} ${SIGNS[of.op]} ${right(of)}`;
  }
}

function left(of: Operation): string {
  return bracketed(of.left, of.left.op === 'equals' || (isProduct(of) && isSum(of.left)));
}

/** a - (b - c) is not a - b - c, and floating-point sums hang on their order. */
function right(of: Operation): string {
  const inner = of.right;
  return bracketed(inner, inner.op === 'equals' || isSum(inner) || (isProduct(of) && isProduct(inner)));
}

const bracketed = (of: Expression, are: boolean): string =>
  are ? `(${printFormula(of)})` : printFormula(of);

/** -0 is not 0: what is divided by them goes to other ends. */
const numberOf = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const nameOf = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
