/** Pieces come out as they went in, whatever their length, and tables of them grow. */
import { expect, it } from 'vitest';
import { byteTable } from './byte-table.ts';

const texts = ['', 'a', 'São', '北京', 'four', 'a longer one than a word', '', '"\t\n', 'x'.repeat(5000)];
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

it('what is copied one behind the other is the texts, joined', () => {
  const table = byteTable();
  for (const text of texts) table.addText(text);
  const bytes = Buffer.alloc(20_000);
  let at = 1;
  for (const piece of texts.keys()) at = table.copyTo(viewOf(bytes), at, piece);
  expect(bytes.toString('utf8', 1, at)).toBe(texts.join(''));
});

it('a piece is equal to its own bytes, wherever they lie, and to no others', () => {
  const table = byteTable();
  for (const text of texts) {
    const bytes = Buffer.from(`??${text}!`);
    table.addBytes(viewOf(bytes), 2, bytes.length - 1);
  }
  for (const [piece, text] of texts.entries()) {
    const bytes = viewOf(Buffer.from(text));
    const end = bytes.byteLength;
    expect(texts.filter((_, other) => table.isAt(other, bytes, 0, end))).toEqual(
      texts.filter((other) => other === text),
    );
    expect(table.lengthOf(piece)).toBe(end);
  }
  expect(table.size()).toBe(Buffer.byteLength(texts.join('')));
});

it('has thousands of pieces', () => {
  const table = byteTable();
  for (let i = 0; i < 5000; i++) table.addText(String(i));
  const bytes = Buffer.alloc(16);
  expect(bytes.toString('latin1', 0, table.copyTo(viewOf(bytes), 0, 4321))).toBe('4321');
});
