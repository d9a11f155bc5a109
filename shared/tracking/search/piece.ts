/** SQL in pieces, each with its values: whatever a caller says is a parameter, never text. Pure: nothing is asked here. */

export type Value = string | number | readonly string[];

export interface Piece {
  /** Around the values: one more than these. */
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}

/** q`a.key = ${key} and ${other}`: pieces are put in, anything else becomes a parameter. */
export function q(texts: TemplateStringsArray, ...inserted: readonly (Piece | Value)[]): Piece {
  const whole: { texts: string[]; values: Value[] } = { texts: [texts[0] ?? ''], values: [] };
  inserted.forEach((one, index) => {
    if (isPiece(one)) append(whole, one);
    else append(whole, { texts: ['', ''], values: [one] });
    append(whole, { texts: [texts[index + 1] ?? ''], values: [] });
  });
  return whole;
}

const isPiece = (one: Piece | Value): one is Piece => typeof one === 'object' && 'texts' in one;

function append(whole: { texts: string[]; values: Value[] }, { texts, values }: Piece): void {
  const [first = '', ...rest] = texts;
  whole.texts.push(`${whole.texts.pop() ?? ''}${first}`, ...rest);
  whole.values.push(...values);
}

export const NOTHING: Piece = q``;

export function joined(pieces: readonly Piece[], separator: ' and ' | ' or ' | ', ' | ' '): Piece {
  const whole: { texts: string[]; values: Value[] } = { texts: [''], values: [] };
  pieces.forEach((piece, index) => {
    if (index > 0) append(whole, { texts: [separator], values: [] });
    append(whole, piece);
  });
  return whole;
}

/** As Postgres takes it. */
export function written({ texts, values }: Piece): { text: string; values: Value[] } {
  const text = texts.map((part, index) => (index === 0 ? part : `$${index}${part}`)).join('');
  return { text, values: [...values] };
}
