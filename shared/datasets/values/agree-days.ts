/** The order in which the days of a column are written. */
import type { ColumnDeclaration } from '../declaration.ts';
import { dayReader, excelDay, parseDay } from './day.ts';
import { DAY_ORDERS, type DayForm } from './form.ts';
import { type Counted, tally } from './tally.ts';
import { isSlip, vote } from './vote.ts';

/**
 * "3/4/2022" alone may be a day of March or of April; one "3/22/2022" decides it for the column. Numbers are days of
 * Excel when all values are such.
 * @returns undefined when no order is certain, or when it would read no more
 */
export function agreeOnDays(declaration: ColumnDeclaration, values: Iterable<string>): DayForm | undefined {
  const serials = { all: true };
  const plainly = dayReader(declaration);
  const votes = vote(watched(tally(declaration, values), serials), {
    plainly: ({ text }) => plainly(text),
    candidates: CANDIDATES.map(
      (read) =>
        ({ text }: Counted) =>
          read(text),
    ),
  });
  if (votes.gained === 0) return undefined;
  if (votes.left.includes(EXCEL)) return serials.all ? { kind: 'day', order: 'Excel serial' } : undefined;
  const certain = votes.unanimous(votes.left);
  const order = certain === undefined || isSlip(votes, certain) ? undefined : DAY_ORDERS[certain];
  return order && { kind: 'day', order };
}

/** All days that a text may mean. */
export const possibleDays = (text: string): number[] => [
  ...new Set(CANDIDATES.map((read) => read(text)).filter((day) => !Number.isNaN(day))),
];

const CANDIDATES = [...DAY_ORDERS.map((order) => (text: string) => parseDay(text, order)), excelDay];
const EXCEL = DAY_ORDERS.length;

function* watched(texts: Iterable<Counted>, serials: { all: boolean }): Generator<Counted> {
  for (const counted of texts) {
    serials.all &&= !Number.isNaN(excelDay(counted.text));
    yield counted;
  }
}
