/** What is often sent instead of a format that is read, by its first bytes, and what to do about it. */

/** In hexadecimal. Where letters could begin a text, what cannot follow in one is looked for, too. */
const SIGNATURES: readonly (readonly [bytes: RegExp, what: string])[] = [
  [/^504b0304/, 'a ZIP or Excel file: export it as CSV, or unpack it'],
  [/^504b0506/, 'a ZIP file with nothing in it'],
  [/^d0cf11e0a1b11ae1/, 'an Excel file: export it as CSV'],
  [/^28b52ffd/, 'a Zstandard file: unpack it, or pack it with gzip'],
  [/^425a683[1-9]314159265359/, 'a bzip2 file: unpack it, or pack it with gzip'],
  [/^fd377a585a00/, 'an xz file: unpack it, or pack it with gzip'],
  [/^04224d18/, 'an LZ4 file: unpack it, or pack it with gzip'],
  [/^377abcaf271c/, 'a 7-Zip file: unpack it, or pack it with gzip'],
  [/^1f8b/, 'a gzip file inside of a gzip file: unpack it once'],
  [/^4152524f57310000/, 'an Arrow (Feather) file: write it as Parquet'],
  [/^4f626a01/, 'an Avro file: write it as Parquet'],
  [/^4f5243[01]/, 'an ORC file: write it as Parquet'],
  [/^53514c69746520666f726d6174203300/, 'an SQLite database: export the table as CSV'],
  [/^255044462d/, 'a PDF: send the table that it shows'],
];

/** As long as the longest of them. */
const HEAD_BYTES = 16;

/** @param head the first bytes, once unpacked. @returns undefined when nothing speaks against a format that is read */
export function foreignFormat(head: Buffer): string | undefined {
  const start = head.toString('hex', 0, HEAD_BYTES);
  return SIGNATURES.find(([bytes]) => bytes.test(start))?.[1];
}
