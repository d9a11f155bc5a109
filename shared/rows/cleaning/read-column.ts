/** A column of a batch, frame by frame: each of its different texts is normalised, and written, once. */
import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import { isNumeric, type NormalisedColumn, normaliseColumn } from '../../datasets/normalise.ts';
import type { Form } from '../../datasets/values/form.ts';
import { type ByteTable, byteTable } from './byte-table.ts';
import type { FrameColumn } from './frame.ts';
import { identityTexts, textsOf } from './texts.ts';

export interface ReadColumn {
  readonly normalised: NormalisedColumn;
  /** For each row, which of the texts it has. */
  readonly codes: Uint32Array;
  /** For each text its value as text, escaped; '' is missing. */
  readonly texts: readonly string[];
  /** For each text what it is told apart by, as identityTexts() has it. */
  readonly parts: ByteTable;
  /** For each text of a column of texts its value, of no bytes where it is missing. */
  readonly values: ByteTable;
}

/** What is known of the texts of a column, in their order. */
interface Known {
  readonly of: FrameColumn['texts'];
  readonly column: (number | string | null)[];
  readonly invalid: boolean[];
  readonly texts: string[];
  readonly parts: ByteTable;
  readonly values: ByteTable;
}

export function columnReader(
  declaration: ColumnDeclaration,
  form: Form | undefined,
): (column: FrameColumn) => ReadColumn {
  let known = nothingOf([]);
  const learn = (texts: readonly string[]): void => {
    const { column, invalid } = normaliseColumn(declaration, texts, form);
    const written = textsOf(declaration, column);
    const parts = identityTexts(written, invalid, texts);
    for (let at = 0; at < texts.length; at++) {
      const value = column[at] as number | string | null;
      known.column.push(value);
      known.invalid.push(invalid?.[at] === 1);
      known.texts.push(written[at] as string);
      known.parts.addText(parts[at] as string);
      if (typeof value !== 'number') known.values.addText(value ?? '');
    }
  };
  return ({ codes, texts }) => {
    if (known.of !== texts) known = nothingOf(texts);
    if (known.texts.length < texts.length) learn(texts.slice(known.texts.length));
    const column = isNumeric(declaration)
      ? numbersAt(codes, known.column as number[])
      : textsAt(codes, known.column as (string | null)[]);
    return { ...known, codes, normalised: { column, invalid: flagsAt(codes, known.invalid) } };
  };
}

const nothingOf = (of: Known['of']): Known => ({
  of,
  column: [],
  invalid: [],
  texts: [],
  parts: byteTable(),
  values: byteTable(),
});

function textsAt(codes: Uint32Array, texts: readonly (string | null)[]): (string | null)[] {
  const taken = new Array<string | null>(codes.length);
  for (let row = 0; row < codes.length; row++) taken[row] = texts[codes[row] as number] ?? null;
  return taken;
}

function numbersAt(codes: Uint32Array, numbers: readonly number[]): Float64Array {
  const taken = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) taken[row] = numbers[codes[row] as number] as number;
  return taken;
}

/** @returns undefined when no row has one */
function flagsAt(codes: Uint32Array, flags: readonly boolean[]): Uint8Array | undefined {
  let taken: Uint8Array | undefined;
  for (let row = 0; row < codes.length; row++) {
    if (!flags[codes[row] as number]) continue;
    taken ??= new Uint8Array(codes.length);
    taken[row] = 1;
  }
  return taken;
}
