/** The words of a formula, taken one after the other. */
import { FormulaError, type Token, tokensOf } from './tokens.ts';

export class Words {
  readonly #tokens: readonly Token[];
  #taken = 0;

  /** @throws FormulaError when the text has what is no word */
  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  get next(): Token {
    return this.#at(this.#taken);
  }

  /** The next word in a sentence. */
  get told(): string {
    return this.next.kind === 'end' ? 'the end' : JSON.stringify(this.next.is);
  }

  take(): Token {
    const token = this.next;
    this.#taken++;
    return token;
  }

  is(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.is === sign;
  }

  /** Whether the sign comes right after the next word. */
  follows(sign: string): boolean {
    const { kind, is } = this.#at(this.#taken + 1);
    return kind === 'sign' && is === sign;
  }

  sign(sign: string): void {
    if (!this.is(sign)) this.#refuse(`"${sign}"`);
    this.take();
  }

  inBrackets<T>(inner: () => T): T {
    this.sign('(');
    const found = inner();
    this.sign(')');
    return found;
  }

  name(wanted: string): string {
    return this.next.kind === 'name' ? this.take().is : this.#refuse(wanted);
  }

  text(wanted: string): string {
    return this.next.kind === 'text' ? this.take().is : this.#refuse(wanted);
  }

  number(): number {
    const isNegative = this.is('-');
    if (isNegative) this.take();
    const { kind, is, at } = this.next;
    const value = kind === 'number' ? Number(is) : this.#refuse('a number');
    if (!Number.isFinite(value)) throw new FormulaError(at, `${is} is more than a number can be`);
    this.take();
    return isNegative ? -value : value;
  }

  #at(index: number): Token {
    return this.#tokens[index] ?? { kind: 'end', is: '', at: 1 };
  }

  #refuse(wanted: string): never {
    throw new FormulaError(this.next.at, `expected ${wanted}, got ${this.told}`);
  }
}
