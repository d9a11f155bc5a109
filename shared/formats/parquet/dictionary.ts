/** A dictionary: the values that pages refer to. A small one is there as texts, a large one as it lies in the file. */
import { type Cursor, damaged } from './cursor.ts';
import { type Kind, Type } from './kind.ts';
import { plain } from './plain.ts';
import { textOf, type Value } from './texts.ts';

/** Gives the value of an entry. @throws FormatError when there is none such */
export type Dictionary = (index: number) => Value;

/** Up to so many entries, texts are kept. */
const FEW = 8192;
/** A text, with what JavaScript needs for one. */
const TEXT_BYTES = 64;
const OFFSET_BYTES = 4;

/** Bytes of memory that a dictionary needs: texts of a few entries are there beside their bytes. */
export const dictionaryBytes = (bytes: number, count: number): number =>
  count <= FEW ? 2 * bytes + count * TEXT_BYTES : bytes + count * OFFSET_BYTES;

/** @throws FormatError when there are fewer entries than it declares */
export function dictionaryOf(bytes: Buffer, count: number, kind: Kind): Dictionary {
  const cursor: Cursor = { bytes, at: 0 };
  const next = plain(cursor, kind.type, kind.length);
  const text = textOf(kind);
  if (count <= FEW) {
    const texts = Array.from({ length: count }, () => text(next()));
    return (index) => texts[checked(index, count)] as Value;
  }
  if (kind.type === Type.boolean) throw damaged('a dictionary of more than two truths');
  const starts = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    starts[i] = cursor.at;
    next();
  }
  return (index) => {
    cursor.at = starts[checked(index, count)] as number;
    return text(next());
  };
}

function checked(index: number, count: number): number {
  if (index < count) return index;
  throw damaged(`entry ${index} of a dictionary of ${count}`);
}
