/**
 * The formats in which rows come, and nothing of what is done with them: CSV, a JSON array, JSON lines, each as a
 * stream that never is in memory as a whole, or as a body that is read in bounded pieces. Whoever reads (ingest,
 * predict, collect, the stand-in for the data API) says what a FormatError means there.
 */
export { csvFields, csvWriter } from './csv-fields.ts';
export { type CsvHeader, csvHeader } from './csv-header.ts';
export { csvObjects, knownAmong } from './csv-objects.ts';
export type { CsvRecord } from './csv-record.ts';
export { csvSplitter } from './csv-splitter.ts';
export { asUtf8, bodyAsUtf8, charsetOf, ENCODING_HEAD, encodingOf } from './encoding.ts';
export { FormatError } from './format-error.ts';
export { isJsonArray, jsonArrayElements } from './json-array.ts';
export { jsonLines, wholeLines } from './json-lines.ts';
export { rowScanner } from './json-scanner.ts';
export { jsonElements } from './json-stream.ts';
export { isCleanText, readableText, wholeCharacters } from './utf8.ts';
