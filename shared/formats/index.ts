/**
 * The formats in which rows come, and nothing of what is done with them: CSV, JSON, JSON lines, each as a stream that
 * never is in memory as a whole, or as a body that is read in bounded pieces. Whoever reads (ingest,
 * predict, collect, the stand-in for the data API) says what a FormatError means there.
 *
 * Parquet (parquet/parquet.ts) and parseJson() (json.ts) are asked for by their own names: a function that reads no
 * Parquet does not load it.
 */
export { copyValues } from './copy-values.ts';
export { csvFields, csvWriter } from './csv-fields.ts';
export { type CsvHeader, csvHeader, MOST_COLUMNS } from './csv-header.ts';
export { csvObjects, knownAmong } from './csv-objects.ts';
export type { CsvRecord } from './csv-record.ts';
export { csvSplitter } from './csv-splitter.ts';
export { asUtf8, bodyAsUtf8, ENCODING_HEAD, encodingOf } from './encoding.ts';
export { foreignFormat } from './foreign.ts';
export { FormatError } from './format-error.ts';
export { gunzipped } from './gzip.ts';
export { parseJson } from './json.ts';
export { isJsonArray, jsonArrayElements } from './json-array.ts';
export { jsonLines, wholeLines } from './json-lines.ts';
export { jsonObjects } from './json-objects.ts';
export { rowScanner } from './json-scanner.ts';
export { type JsonShape, jsonShapeOf } from './json-shape.ts';
export { jsonElements } from './json-stream.ts';
export { charsetOf, essenceOf } from './media-type.ts';
export { isCleanText, readableText, wholeCharacters } from './utf8.ts';
