/** The style in which the numbers of a column are written, and what stands with them. */
import type { ColumnDeclaration } from '../declaration.ts';
import { fitsUnit } from './currency.ts';
import { type Evidence, NUMBER_STYLES, type NumberForm, type NumberStyle } from './form.ts';
import { countsPercent, numberReader } from './number.ts';
import { decimalOf, plainDigits } from './number-style.ts';
import { companyOf, isOfOneKind, type NumberTraits, noTraits, takenNumbers } from './number-traits.ts';
import { tally } from './tally.ts';
import { isSlip, type Votes, vote } from './vote.ts';
import { takenApart, valueIn, type WrittenNumber } from './written-number.ts';

/**
 * "1,555" alone may be 1555 or 1.555. Certain is what only one style can read, or all that can read alike; else what
 * the column's type and the file's separator say, unless they contradict each other.
 * @returns undefined when no style is certain, or when it would read no more
 */
export function agreeOnNumbers(
  declaration: ColumnDeclaration,
  values: Iterable<string>,
  { separator }: Evidence,
): NumberForm | undefined {
  const traits = noTraits();
  const plainly = numberReader(declaration);
  const votes = vote(takenNumbers(tally(declaration, values, shapeOf), traits), {
    plainly: ({ text }) => plainly(text),
    candidates: NUMBER_STYLES.map((style) => readingIn(declaration, style, traits)),
  });
  if (votes.gained === 0 || !isOfOneKind(traits, declaration)) return undefined;
  const rules = [...separatorSays(separator), ...typeSays(declaration, traits)];
  const style = certainStyle(votes, rules);
  if (style === undefined) return undefined;
  if (isSlip(votes, NUMBER_STYLES.indexOf(style)) && !traits.isGrouped) return undefined;
  return { kind: 'number', style, ...companyOf(traits) };
}

/** All numbers that a text may mean in the column. */
export function possibleNumbers(declaration: ColumnDeclaration, text: string): number[] {
  const written = takenApart(text);
  if (!written || (written.currency !== undefined && !fitsUnit(written.currency, declaration.unit)))
    return [];
  const readings = NUMBER_STYLES.map((style) => readingIn(declaration, style, noTraits())(written));
  return [...new Set(readings.filter((reading) => !Number.isNaN(reading)))];
}

/** Which styles can read a number, and whether it is whole, is told by its signs and zeros alone. */
const shapeOf = (text: string): string => (POWER.test(text) ? text : text.replace(/[1-9]/g, '9'));
const POWER = /\de/i;

function readingIn(
  declaration: ColumnDeclaration,
  style: NumberStyle,
  { withDecimals }: NumberTraits,
): (written: WrittenNumber) => number {
  const isInteger = declaration.type === 'integer';
  const hundredths = !countsPercent(declaration);
  return (written) => {
    const value = valueIn(style, written, written.percent && hundredths);
    if (!isInteger) return value;
    if (!Number.isInteger(value)) return Number.NaN;
    if (plainDigits(style, written.digits)?.includes('.')) withDecimals.add(style);
    return value;
  };
}

type Rule = (style: NumberStyle) => boolean;

/** Where commas part the values of a row, decimals have none; where they do not, "1,555" has decimals. */
function separatorSays(separator: Evidence['separator']): Rule[] {
  if (separator === ',') return [(style) => decimalOf(style) === '.'];
  return separator === ';' ? [(style) => decimalOf(style) === ',' && style !== '1.234,5'] : [];
}

/** Whole numbers are written without decimals. */
const typeSays = ({ type }: ColumnDeclaration, { withDecimals }: NumberTraits): Rule[] =>
  type === 'integer' ? [(style) => !withDecimals.has(style)] : [];

function certainStyle({ left, unanimous }: Votes, rules: readonly Rule[]): NumberStyle | undefined {
  const fits = (style: NumberStyle): boolean => rules.length > 0 && rules.every((rule) => rule(style));
  const certain =
    unanimous(left) ?? unanimous(left.filter((candidate) => fits(NUMBER_STYLES[candidate] as NumberStyle)));
  return certain === undefined ? undefined : NUMBER_STYLES[certain];
}
