/** What is wrong in a declaration, and where: as a person finds it there, and can mend it. */

export interface Fault {
  /** The way to it, as in JavaScript: `features[3].kind`; empty is the declaration itself. */
  readonly at: string;
  /** What is wrong, and what is allowed there. */
  readonly message: string;
}

/** A part of a declaration, and its place there. */
export interface Placed<T> {
  readonly at: string;
  readonly is: T;
}

/** A declaration, or the module that should hold it, is wrong. Its message is for people, and whole. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}

/** More are not of help. */
const MOST_TOLD = 40;

/** One line for each fault. @param whose what they are the faults of */
export function faultText(whose: string, faults: readonly Fault[]): string {
  const lines = faults
    .slice(0, MOST_TOLD)
    .map(({ at, message }) => `  ${at === '' ? '' : `${at}: `}${message}`);
  const left = faults.length - lines.length;
  const head = `${whose} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:`;
  return [head, ...lines, ...(left > 0 ? [`  (and ${left} more)`] : [])].join('\n');
}

/** The place of one key in another place: `columns.size`, `columns["zip code"]`, `features[3]`. */
export function within(at: string, key: string | number): string {
  if (typeof key === 'number') return `${at}[${key}]`;
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${at}[${JSON.stringify(key)}]`;
  return at === '' ? key : `${at}.${key}`;
}

const LONGEST = 60;

/** A value in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value);
}
