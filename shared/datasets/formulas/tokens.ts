/** A written formula cut into its words, each with the place where it stands. */

/** What is wrong with a written formula. Its message is for people. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
  /** @param at the place in the text, from 1 */
  constructor(at: number, message: string) {
    super(`at character ${at}: ${message}`);
  }
}

export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  /** Without the quotes. */
  readonly is: string;
  /** In the text, from 1. */
  readonly at: number;
  /** A name in backquotes is never one of a function. */
  readonly quoted?: boolean;
}

/** Characters of one formula; none that people read is as long, and its tree is as deep as it has signs. */
export const LONGEST_FORMULA = 2_000;

const WORD =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|`(?<ticked>(?:[^`]|``)*)`|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|(?<sign>[-+*/(),=]))/uy;

/** @throws FormulaError at the first character that is of no word */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST_FORMULA)
    throw new FormulaError(LONGEST_FORMULA + 1, `a formula has at most ${LONGEST_FORMULA} characters`);
  const end = text.trimEnd().length;
  const tokens: Token[] = [];
  let from = 0;
  while (from < end) {
    WORD.lastIndex = from;
    const found = WORD.exec(text);
    if (!found) throw new FormulaError(...unread(text, from));
    tokens.push(tokenOf(found.groups ?? {}, from + startOf(found[0]) + 1));
    from = WORD.lastIndex;
  }
  return [...tokens, { kind: 'end', is: '', at: end + 1 }];
}

const startOf = (word: string): number => word.length - word.trimStart().length;

function unread(text: string, from: number): [number, string] {
  const at = from + startOf(text.slice(from));
  const [letter = ''] = text.slice(at);
  const isOpen = letter === "'" || letter === '"' || letter === '`';
  return [at + 1, isOpen ? `the ${letter} is never closed` : `${JSON.stringify(letter)} means nothing here`];
}

function tokenOf(found: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { number, name, ticked, single, double, sign = '' } = found;
  if (number !== undefined) return { kind: 'number', is: number, at };
  if (name !== undefined) return { kind: 'name', is: name, at };
  if (ticked !== undefined) return { kind: 'name', is: ticked.replaceAll('``', '`'), at, quoted: true };
  if (single !== undefined) return { kind: 'text', is: single.replaceAll("''", "'"), at };
  if (double !== undefined) return { kind: 'text', is: double.replaceAll('""', '"'), at };
  return { kind: 'sign', is: sign, at };
}
