/** A filter, or a clause of an order, as the units that it is written in: names, numbers, texts, comparators, groups. */

/** What a unit is; its text is as it was written, quotes and all. */
export type UnitKind = 'name' | 'number' | 'text' | 'comparator' | 'group' | 'semicolon' | 'other';

export interface Unit {
  readonly kind: UnitKind;
  readonly text: string;
}

const PART = '(?:`[^`]*`|"(?:""|[^"])*"|[\\p{L}\\p{M}\\p{N}_$]+)';
/** Nothing in a text is an escape, two quotes neither: both stay. A key may stand in single quotes, too. */
const TEXT = "'(?:''|[^'])*'";
const NO_LETTER = '(?![\\p{L}\\p{N}_])';

/** In the order in which they are tried. */
const FORMS: readonly (readonly [UnitKind, RegExp])[] = [
  ['text', new RegExp(TEXT, 'uy')],
  ['number', new RegExp(`-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?${NO_LETTER}`, 'uy')],
  ['comparator', new RegExp(`[<>=~!]+|(?:not\\s+)?(?:i?like|rlike|regexp)${NO_LETTER}`, 'iuy')],
  ['name', new RegExp(`${PART}(?:\\.(?:${PART}|${TEXT}))*`, 'uy')],
  ['group', new RegExp(`\\((?:${TEXT}|"(?:""|[^"])*"|[^()'"])*\\)`, 'uy')],
  ['semicolon', /;/y],
];
const BLANKS = /\s*/y;

export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  for (let at = end(BLANKS, text, 0); at < text.length; at = end(BLANKS, text, at)) {
    const unit = unitAt(text, at);
    units.push(unit);
    at += unit.text.length;
  }
  return units;
}

function unitAt(text: string, at: number): Unit {
  for (const [kind, form] of FORMS) {
    const to = end(form, text, at);
    if (to > at) return { kind, text: text.slice(at, to) };
  }
  return { kind: 'other', text: String.fromCodePoint(text.codePointAt(at) ?? 0) };
}

/** Where what has the form ends, or `at`. */
function end(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : at;
}
