/** The order of rows: as the address says it ("clean", or "-clean" for the largest first), and rows in it. */

export type Value = string | number | boolean | null | undefined;

export interface Order {
  readonly key: string;
  readonly isDown: boolean;
}

export const orderIn = (text: string | undefined): Order | undefined =>
  text ? { key: text.replace(/^-/, ''), isDown: text.startsWith('-') } : undefined;

/** After a click on a heading: upwards, downwards, as they come. */
export function orderText(key: string, before: Order | undefined): string | undefined {
  if (before?.key !== key) return key;
  return before.isDown ? undefined : `-${key}`;
}

/** What is missing is last either way; rows that are equal stay as they were. */
export function sorted<Row>(
  rows: readonly Row[],
  valueIn: (row: Row) => Value,
  isDown: boolean,
): readonly Row[] {
  const sign = isDown ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [valueIn(a) ?? undefined, valueIn(b) ?? undefined];
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined);
    return sign * compared(one, other);
  });
}

/** Made once: `localeCompare` with options makes one for each two texts. */
const texts = new Intl.Collator(undefined, { numeric: true });

const compared = (one: string | number | boolean, other: string | number | boolean): number =>
  typeof one === 'string' && typeof other === 'string'
    ? texts.compare(one, other)
    : Number(one) - Number(other);
