/** Days written with the English name of the month: "22 Mar 2022", "22-Mar-2022", "March 22, 2022". */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMES =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?';
const DAY_FIRST = new RegExp(`^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[- ](${NAMES})\\.?[-, ] ?(\\d{4})$`, 'i');
const MONTH_FIRST = new RegExp(`^${WEEKDAY}(${NAMES})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`, 'i');

/** @returns year, month from 1, day; undefined for what has no month's name */
export function namedMonth(text: string): readonly [number, number, number] | undefined {
  const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
  if (day !== undefined) return [Number(year), monthNumber(month), Number(day)];
  const [, name, second, last] = MONTH_FIRST.exec(text) ?? [];
  return name === undefined ? undefined : [Number(last), monthNumber(name), Number(second)];
}

const monthNumber = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
