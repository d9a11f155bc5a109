/**
 * Keys of a table's rows, each distinct one joined and looked up once: columns are numbered first, so that joining
 * works on numbers and a table of a million rows costs a million small integers, not a million texts.
 */
import { type Table, type TextColumn, text } from '../table.ts';
import { type FittedKeyPart, keySeparator } from './fitted.ts';
import { prefixIn } from './prefix.ts';

/** Numbers in place of texts: row r has texts[numbers[r]]; a missing value is the text "". */
export interface Numbered {
  readonly numbers: Int32Array;
  readonly texts: readonly string[];
  /** 1 for each text of which no part is missing. */
  readonly whole: Uint8Array;
}

export class TableKeys {
  readonly #table: Table;
  readonly #known = new Map<string, Numbered>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** The keys of all rows. @throws when a column is absent or holds numbers */
  of(key: readonly FittedKeyPart[]): Numbered {
    return this.#once(JSON.stringify(key), () => key.map((part) => this.#part(part)).reduce(join));
  }

  #part(part: FittedKeyPart): Numbered {
    if (typeof part !== 'string') return mapTexts(this.#part(part.column), prefixIn(part));
    return this.#once(part, () => numberTexts(text(this.#table, part)));
  }

  #once(name: string, make: () => Numbered): Numbered {
    const found = this.#known.get(name) ?? make();
    this.#known.set(name, found);
    return found;
  }
}

function numberTexts(column: TextColumn): Numbered {
  const known = new Map<string, number>();
  const numbers = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? '';
    let number = known.get(value);
    if (number === undefined) {
      number = known.size;
      known.set(value, number);
    }
    numbers[row] = number;
  }
  const texts = [...known.keys()];
  return { numbers, texts, whole: Uint8Array.from(texts, (value) => (value === '' ? 0 : 1)) };
}

function mapTexts({ numbers, texts }: Numbered, change: (value: string) => string): Numbered {
  const changed = numberTexts(texts.map(change));
  return { ...changed, numbers: numbers.map((number) => changed.numbers[number] as number) };
}

function join(left: Numbered, right: Numbered): Numbered {
  const width = right.texts.length;
  const known = new Map<number, number>();
  const numbers = new Int32Array(left.numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const pair = (left.numbers[row] as number) * width + (right.numbers[row] as number);
    let number = known.get(pair);
    if (number === undefined) {
      number = known.size;
      known.set(pair, number);
    }
    numbers[row] = number;
  }
  const pairs = Array.from(known.keys(), (pair) => [Math.floor(pair / width), pair % width] as const);
  return {
    numbers,
    texts: pairs.map(([a, b]) => `${left.texts[a]}${keySeparator}${right.texts[b]}`),
    whole: Uint8Array.from(pairs, ([a, b]) => (left.whole[a] as number) & (right.whole[b] as number)),
  };
}
