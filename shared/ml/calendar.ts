/** Days as calendar dates, in whole numbers alone, so that the ONNX graph can compute the same. */

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** Days from 1 March of the year 0 to 1970-01-01, in the proleptic Gregorian calendar. */
export const daysBeforeEpoch = 719_468;
/** Of 400 years, which is when the calendar repeats. */
export const daysPerEra = 146_097;

/**
 * Year and month of a day: `civil_from_days` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Years
 * begin in March there, so that the day that comes and goes is their last.
 *
 * @param day since 1970-01-01, in the years 0 to 9999; NaN, for which both parts are NaN, else
 */
export function dateParts(day: number): DateParts {
  const days = Math.floor(day) + daysBeforeEpoch;
  if (!(days >= 0 && days < 25 * daysPerEra)) return { year: Number.NaN, month: Number.NaN };
  const era = Math.floor(days / daysPerEra);
  const ofEra = days - era * daysPerEra;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month };
}
