/** Tensors of an inference request: their sizes checked against what came, before a value is read. */
import { isUtf8 } from 'node:buffer';
import { kindOf } from '../../../shared/datasets/normalise.ts';
import { HttpError } from '../../../shared/runtime/http/http.ts';
import { MOST_ROWS } from '../limits.ts';
import { NUMBER_TYPES, type NumberType } from './datatypes.ts';

export interface InputTensor {
  readonly name: string;
  readonly datatype: string;
  readonly rows: number;
  /** The value of a row as it was sent: null where it is missing. */
  readonly at: (row: number) => unknown;
}

/**
 * @param most tensors: one for each input of the model
 * @param binary the data of those that have `binary_data_size`, one after the other
 * @throws HttpError 400 for what is no tensor and for sizes that do not fit, 413 for too many rows
 */
export function tensorsFrom(inputs: unknown, binary: Buffer, most: number): readonly InputTensor[] {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw bad('"inputs" must be a list of at least one tensor');
  if (inputs.length > most) throw bad(`${inputs.length} inputs, there are no more than ${most}`);
  let taken = 0;
  const tensors = inputs.map((input) => {
    const head = headOf(input);
    if (head.bytes === undefined) return { ...head, at: listed(head) };
    taken += head.bytes;
    return { ...head, at: packed(head, binary.subarray(taken - head.bytes, taken)) };
  });
  if (taken !== binary.length)
    throw bad(`the inputs name ${taken} bytes of binary data, ${binary.length} came after the JSON`);
  return tensors;
}

interface Head {
  /** Shortened: it is told to the sender. */
  readonly name: string;
  readonly datatype: string;
  readonly rows: number;
  /** Of its binary data, if it has such. */
  readonly bytes: number | undefined;
  readonly data: unknown;
}

function headOf(input: unknown): Head {
  const { name: given, datatype, shape, data, parameters } = (input ?? {}) as Record<string, unknown>;
  if (typeof given !== 'string') throw bad('each of "inputs" must have a name');
  const name = given.slice(0, 100);
  if (typeof datatype !== 'string') throw bad(`input "${name}" has no datatype`);
  const sent = (parameters ?? {}) as Record<string, unknown>;
  if ('shared_memory_region' in sent)
    throw bad(`input "${name}" is in shared memory, which is not read here`);
  return { name, datatype, rows: rowsIn(name, shape), bytes: bytesIn(name, sent.binary_data_size), data };
}

/** A value for each row: [rows] or [rows, 1]. */
function rowsIn(name: string, shape: unknown): number {
  const [rows, width = 1] = Array.isArray(shape) ? (shape as unknown[]) : [];
  if (!isCount(rows) || width !== 1 || (shape as unknown[]).length > 2)
    throw bad(`input "${name}" has shape ${shownShape(shape)}, expected [rows,1]`);
  if (rows > MOST_ROWS)
    throw new HttpError(413, `more than ${MOST_ROWS} rows (${rows}); send them in several requests`);
  return rows;
}

const shownShape = (shape: unknown): string =>
  Array.isArray(shape) && shape.length < 10 && shape.every((size) => typeof size !== 'object')
    ? JSON.stringify(shape).slice(0, 100)
    : kindOf(shape);

function bytesIn(name: string, size: unknown): number | undefined {
  if (size === undefined || isCount(size)) return size;
  throw bad(`input "${name}" has a binary_data_size that is no number of bytes`);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Values in the JSON, each alone or in a list of its own. */
function listed({ name, rows, data }: Head): InputTensor['at'] {
  if (!Array.isArray(data)) throw bad(`input "${name}" has no list "data", and no binary_data_size`);
  const values = data.length === rows ? data : data.flat();
  if (values.length !== rows) throw bad(`input "${name}" has shape [${rows},1], but ${values.length} values`);
  return (row) => {
    const value: unknown = values[row];
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  };
}

function packed(head: Head, bytes: Buffer): InputTensor['at'] {
  const { name, datatype, rows, data } = head;
  if (data !== undefined) throw bad(`input "${name}" has both "data" and binary_data_size`);
  if (bytes.length !== head.bytes)
    throw bad(`input "${name}" has a binary_data_size of ${head.bytes}, but ${bytes.length} bytes came`);
  if (datatype === 'BYTES') return packedTexts(head, bytes);
  const type = NUMBER_TYPES.get(datatype);
  if (!type) throw bad(`input "${name}" has datatype "${datatype.slice(0, 20)}": one of ${names()}`);
  if (bytes.length === rows * type.width) return packedNumbers(type, bytes);
  throw bad(
    `input "${name}" has ${bytes.length} bytes, ${rows} rows of ${datatype} have ${rows * type.width}`,
  );
}

const names = (): string => [...NUMBER_TYPES.keys(), 'BYTES'].join(', ');

const packedNumbers =
  ({ width, read }: NumberType, bytes: Buffer): InputTensor['at'] =>
  (row) => {
    const value = read(bytes, row * width);
    return Number.isNaN(value) ? null : value;
  };

/** Each has its length before it, in 4 bytes. */
function packedTexts({ name, rows }: Head, bytes: Buffer): InputTensor['at'] {
  const wrong = (): HttpError =>
    bad(`input "${name}" has ${bytes.length} bytes, which are not ${rows} texts`);
  if (bytes.length < 4 * rows) throw wrong();
  const starts = new Uint32Array(rows + 1);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (at + 4 > bytes.length) throw wrong();
    starts[row] = at + 4;
    at += 4 + bytes.readUInt32LE(at);
  }
  if (at !== bytes.length) throw wrong();
  starts[rows] = at + 4;
  return (row) => utf8(name, row, bytes.subarray(starts[row], (starts[row + 1] as number) - 4));
}

function utf8(name: string, row: number, bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw bad(`input "${name}" has a text that is not UTF-8 in row ${row}`);
}

const bad = (message: string): HttpError => new HttpError(400, message);
