/** How alike two rows are to people, column by column: the similarity coefficient of Gower (1971). */

/** A row as people read it: null is missing. */
export type ShownRow = Readonly<Record<string, string | number | null>>;

/** Of each numeric column how far apart two values are that have nothing in common. */
export type Spreads = Readonly<Record<string, number>>;

/**
 * The distance from the 10 % to the 90 % quantile of each column that has numbers: single far values do not count.
 *
 * @param columns values of each column, one for each row
 */
export function spreadsOf(columns: Readonly<Record<string, readonly ShownRow[string][]>>): Spreads {
  const spreads: Record<string, number> = {};
  for (const [name, column] of Object.entries(columns)) {
    const sorted = Float64Array.from(column.filter((value) => typeof value === 'number')).sort();
    if (sorted.length === 0) continue;
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
    spreads[name] = at(0.9) - at(0.1) || 1;
  }
  return spreads;
}

/**
 * The mean over the columns that the asked row knows: 1 for equal texts, numbers by how close they are.
 *
 * @param asked may lack columns
 * @returns from 0 to 1; 0 when nothing is known
 */
export function likenessOf(asked: ShownRow, row: ShownRow, spreads: Spreads): number {
  let sum = 0;
  let known = 0;
  for (const [name, value] of Object.entries(row)) {
    const wanted = asked[name] ?? null;
    if (wanted === null) continue;
    known++;
    if (typeof wanted !== 'number') sum += wanted === value ? 1 : 0;
    else if (typeof value === 'number')
      sum += Math.max(0, 1 - Math.abs(wanted - value) / (spreads[name] ?? 1));
  }
  return known === 0 ? 0 : sum / known;
}
