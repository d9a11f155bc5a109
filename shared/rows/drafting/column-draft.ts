/** What a column is, judged by a sample of its texts with the very reader that will read it. */
import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import { normaliseColumn } from '../../datasets/normalise.ts';
import { agree } from '../../datasets/values/agree.ts';
import type { Column } from '../../ml/table.ts';
import { spellingsOfMissing } from './spellings.ts';

export interface ColumnDraft {
  readonly name: string;
  readonly declaration: ColumnDeclaration;
  /** The sample, normalised. */
  readonly values: Column;
  readonly present: number;
  /** Different values in the sample. */
  readonly distinct: number;
  readonly why: string;
}

/** A column is of numbers or days when all but so many of its values are. */
const UNREADABLE = 0.02;
const ID_NAME = /(^|[_ .-])(id|ids|code|zip|zip_?code|postcode|nbr|uuid|key|phone|fips)$|[a-z]I[dD]$/i;
/** Numbers of fewer digits are few values, and may as well be counts. */
const MANY = 30;

export function draftColumn(name: string, texts: readonly string[]): ColumnDraft {
  const label = labelOf(name);
  const filled = texts.filter((text) => text.trim() !== '');
  const missing = spellingsOfMissing(filled);
  const kept = filled.filter((text) => !missing.includes(text.trim()));
  const tried = [asCode, asNumber, asDate, asText].flatMap(
    (draft) => draft(name, kept, { label, ...(missing.length > 0 ? { missing } : {}) }) ?? [],
  );
  const [{ declaration, why } = { declaration: { type: 'text', label } as ColumnDeclaration, why: 'text' }] =
    tried;
  const { column } = normaliseColumn(declaration, texts);
  const seen = new Set<number | string>();
  let present = 0;
  for (const value of column) {
    if (value === null || Number.isNaN(value)) continue;
    present += 1;
    seen.add(value);
  }
  const spelled = missing.length > 0 ? `; ${missing.join(' ')} stand for missing` : '';
  const absent = texts.length - present;
  const share = absent > 0 ? `; missing in ${percent(absent / Math.max(1, texts.length))}` : '';
  return {
    name,
    declaration,
    values: column,
    present,
    distinct: seen.size,
    why: `${why}; ${seen.size} different${share}${spelled}`,
  };
}

export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** "house_size" is "House size". */
export function labelOf(name: string): string {
  const words = name.replaceAll(/[_.]+/g, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

type Base = Pick<ColumnDeclaration, 'label' | 'missing'>;
type Tried = { readonly declaration: ColumnDeclaration; readonly why: string } | undefined;

/** Digits that are no amount: with leading zeros, or many of a column that is called an id. */
function asCode(name: string, texts: readonly string[], base: Base): Tried {
  const digits = texts.length > 0 && texts.every((text) => /^\d+(\.0*)?$/.test(text.trim()));
  if (!digits) return undefined;
  if (texts.some((text) => /^0\d/.test(text.trim()))) {
    const widths = new Set(texts.map((text) => text.trim().length));
    const [width] = widths.size === 1 ? widths : [];
    return {
      declaration: { type: 'code', ...base, ...(width ? { width } : {}) },
      why: 'a code: leading zeros would be lost in a number',
    };
  }
  if (!ID_NAME.test(name) || new Set(texts.slice(0, 2_000)).size < MANY) return undefined;
  return { declaration: { type: 'code', ...base }, why: 'a code by its name: its numbers are no amounts' };
}

function asNumber(_: string, texts: readonly string[], base: Base): Tried {
  const integer: ColumnDeclaration = { type: 'integer', ...base };
  if (isRead(integer, texts, 0)) return { declaration: withRange(integer, texts), why: 'whole numbers' };
  const number: ColumnDeclaration = { type: 'number', ...base };
  if (isRead(number, texts)) return { declaration: withRange(number, texts), why: 'numbers' };
  const form = agree(number, texts);
  if (form?.kind !== 'number') return undefined;
  const unit = form.currency ?? (form.percent ? '%' : undefined);
  const written: ColumnDeclaration = { ...number, numbers: form.style, ...(unit ? { unit } : {}) };
  if (!isRead(written, texts)) return undefined;
  return { declaration: withRange(written, texts), why: `numbers, written as ${form.style}` };
}

function asDate(_: string, texts: readonly string[], base: Base): Tried {
  // A year or a serial number is a number.
  if (texts.length === 0 || !texts.some((text) => /\D/.test(text.trim()))) return undefined;
  const date: ColumnDeclaration = { type: 'date', ...base };
  if (isRead(date, texts)) return { declaration: date, why: 'days' };
  const form = agree(date, texts);
  if (form?.kind !== 'day' || form.order === 'Excel serial') return undefined;
  const ordered: ColumnDeclaration = { ...date, dates: form.order };
  return isRead(ordered, texts) ? { declaration: ordered, why: `days, written ${form.order}` } : undefined;
}

function asText(_: string, texts: readonly string[], base: Base): Tried {
  const different = new Set(texts.map((text) => text.trim()));
  const lower = new Set([...different].map((text) => text.toLowerCase()));
  const cased = lower.size < different.size && different.size <= 1_000;
  return {
    declaration: { type: 'text', ...base, ...(cased ? { case: 'lower' } : {}) },
    why: cased ? 'text, whose upper and lower case are the same' : 'text',
  };
}

function isRead(declaration: ColumnDeclaration, texts: readonly string[], most = UNREADABLE): boolean {
  if (texts.length === 0) return false;
  const { invalid } = normaliseColumn(declaration, texts);
  const wrong = invalid?.reduce((sum, one) => sum + one, 0) ?? 0;
  return wrong <= most * texts.length;
}

/** Wide: a request beyond is a slip of the hand, not a rare value. */
function withRange(declaration: ColumnDeclaration, texts: readonly string[]): ColumnDeclaration {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of normaliseColumn(declaration, texts).column) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return declaration;
  const reach = roundUp(10 * Math.max(Math.abs(low), Math.abs(high), 1));
  return { ...declaration, range: [low >= 0 ? 0 : -reach, reach] };
}

const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((Math.ceil(value / power) * power).toPrecision(12));
};
