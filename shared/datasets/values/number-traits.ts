/** What all numbers of a column together show of how they are written. */
import type { ColumnDeclaration } from '../declaration.ts';
import { fitsUnit } from './currency.ts';
import type { NumberForm, NumberStyle } from './form.ts';
import { countsPercent } from './number.ts';
import { plainDigits } from './number-style.ts';
import type { Counted } from './tally.ts';
import { takenApart, type WrittenNumber } from './written-number.ts';

export interface NumberTraits {
  readonly currencies: Set<string>;
  /** Whether some are written with %, and some without. */
  percent: boolean;
  plain: boolean;
  /** One cannot but have a sign between its thousands: no slip of the one key for decimals. */
  isGrouped: boolean;
  /** Styles in which some value has decimals. */
  readonly withDecimals: Set<NumberStyle>;
}

export const noTraits = (): NumberTraits => ({
  currencies: new Set(),
  percent: false,
  plain: false,
  isGrouped: false,
  withDecimals: new Set(),
});

export type TakenNumber = WrittenNumber & Counted;

/** The numbers among texts, taken apart; what they show is added to `traits`. */
export function* takenNumbers(texts: Iterable<Counted>, traits: NumberTraits): Generator<TakenNumber> {
  for (const counted of texts) {
    const written = takenApart(counted.text);
    if (!written) continue;
    const { currency, percent, digits } = written;
    if (currency !== undefined) traits.currencies.add(currency);
    traits[percent ? 'percent' : 'plain'] = true;
    traits.isGrouped ||=
      plainDigits('1234.5', digits) === undefined && plainDigits('1234,5', digits) === undefined;
    yield { ...counted, ...written };
  }
}

/** Whether all are in one currency, that of the column, and none or all are of a hundred where that matters. */
export function isOfOneKind(
  { currencies, percent, plain }: NumberTraits,
  declaration: ColumnDeclaration,
): boolean {
  const [currency] = currencies;
  if (currencies.size > 1 || (currency !== undefined && !fitsUnit(currency, declaration.unit))) return false;
  return !percent || !plain || countsPercent(declaration);
}

/** What stands with the numbers. */
export function companyOf({ currencies, percent }: NumberTraits): Pick<NumberForm, 'currency' | 'percent'> {
  const [currency] = currencies;
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(percent ? { percent: true as const } : {}),
  };
}
