/** Days as numbers: days since 1970-01-01 in the proleptic Gregorian calendar, UTC, with no time of day. */

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/**
 * Days since 1970-01-01, NaN when there is no such day or its year is outside 1800 to 2199: a date beyond is a
 * mistake in any data set. After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
function dayNumber(year: number, month: number, day: number): number {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > (MONTH_DAYS[month - 1] as number) + (leap && month === 2 ? 1 : 0)) return Number.NaN;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** "2022-03-31" for 19082. */
export function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The day that a text names: "2022-03-31", also with a time after it ("2022-03-31T00:00:00Z", which is ignored), or
 * in the other order that the column declares. NaN for anything else.
 */
export function parseDay(text: string, order?: 'month/day/year' | 'day.month.year'): number {
  if (text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH && endsOrTime(text)) {
    return dayNumber(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  }
  if (!order) return Number.NaN;
  const separator = order === 'month/day/year' ? '/' : '.';
  const first = text.indexOf(separator);
  const second = text.indexOf(separator, first + 1);
  if (first < 1 || first > 2 || second - first < 2 || second - first > 3 || text.length !== second + 5)
    return Number.NaN;
  const a = digits(text, 0, first);
  const b = digits(text, first + 1, second);
  const year = digits(text, second + 1, text.length);
  return order === 'month/day/year' ? dayNumber(year, a, b) : dayNumber(year, b, a);
}

const DASH = 45;

function endsOrTime(text: string): boolean {
  if (text.length === 10) return true;
  return /^[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.test(text.slice(10));
}

/** The number that the digits in text[from, to) write; NaN when one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
