/** How the values of one column are written, where that is not the plain form: what a batch's column agrees on. */

/** How a number is written, shown on one: what stands between thousands, and before decimals. A blank is any blank. */
export const NUMBER_STYLES = [
  '1234.5',
  '1,234.5',
  '1 234.5',
  "1'234.5",
  '1234,5',
  '1.234,5',
  '1 234,5',
  "1'234,5",
] as const;
export type NumberStyle = (typeof NUMBER_STYLES)[number];

/** In which order a day is written; the serial numbers of Excel count days from 1899-12-30. */
export const DAY_ORDERS = [
  'month/day/year',
  'day/month/year',
  'day.month.year',
  'month-day-year',
  'day-month-year',
] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

export interface NumberForm {
  readonly kind: 'number';
  readonly style: NumberStyle;
  /** The sign or code that stands with the values, in the unit of the column: "$", "EUR". */
  readonly currency?: string;
  /** Values are written with %. */
  readonly percent?: true;
}

export interface DayForm {
  readonly kind: 'day';
  readonly order: DayOrder | 'Excel serial';
}

/** Plain data: it can be stored as JSON. */
export type Form = NumberForm | DayForm;

/** What is known of a file beside the values of one column. */
export interface Evidence {
  /** Undefined where the format has none, as JSON and Parquet. */
  readonly separator?: ',' | ';' | '\t' | '|';
}

/** For people: "1.234,5", "$1,234.5", "1 234,5%", "day/month/year". */
export function formText(form: Form): string {
  if (form.kind === 'day') return form.order;
  const { style, currency = '', percent } = form;
  const blank = /^\p{L}/u.test(currency) ? ' ' : '';
  return `${currency}${blank}${style}${percent ? '%' : ''}`;
}
