/** Fields of what clients send, in a body or in a query, read with MLflow's own words of refusal. */
import { isWellFormed } from '../../../shared/formats/well-formed.ts';
import { invalid } from '../refused.ts';

export type Fields = Readonly<Record<string, unknown>>;

const SEE = 'See the API docs for more information about request parameters.';

export const missing = (path: string): Error =>
  invalid(`Missing value for required parameter '${path}'. ${SEE}`);

/** @param why after the value, where more than its type is wrong */
export const wrong = (path: string, value: unknown, why?: string): Error =>
  invalid(
    `Invalid value ${shown(value)} for parameter '${path}' supplied${why === undefined ? '.' : `: ${why}`}`,
  );

export const wrongType = (path: string, value: unknown): Error =>
  wrong(path, value, ` Hint: Value was of type '${typeOf(value)}'. ${SEE}`);

/** Of what is long enough to be recognised by its beginning, that. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 1000 ? `${text.slice(0, 1000)}...` : text;
}

/** As Python calls it: clients show it to people who write Python. */
function typeOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict';
}

/** Of a query; what is given twice counts as given first. */
export function fieldsOf(query: URLSearchParams): Fields {
  return Object.fromEntries([...query].reverse());
}

/** A field that is left out is null, or not there. @throws HttpError 400 for what is no text, and none that can be kept */
export function textIn(fields: Fields, name: string, path = name): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(path, value);
  if (!isWellFormed(value)) throw wrong(path, value, 'It holds a zero or half a character.');
  return value;
}

/** @throws HttpError 400 */
export function requiredIn(fields: Fields, name: string, path = name): string {
  const text = textIn(fields, name, path);
  if (text === undefined || text === '') throw missing(path);
  return text;
}

/** Whole numbers come as numbers, or as their digits. @throws HttpError 400 */
export function integerIn(fields: Fields, name: string, path = name): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') throw wrongType(path, value);
  if (!Number.isSafeInteger(number)) throw wrong(path, value, 'It must be a whole number below 2^53.');
  return number;
}

/** Milliseconds since 1970. @throws HttpError 400 */
export function timeIn(fields: Fields, name: string): number | undefined {
  const time = integerIn(fields, name);
  if (time !== undefined && time < 0) throw wrong(name, time, 'It must not be before 1970.');
  return time;
}

/** @throws HttpError 400 for what is no list of objects */
export function listIn(fields: Fields, name: string, path = name): readonly Fields[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(path, value);
  for (const [index, one] of value.entries()) if (!isFields(one)) throw wrongType(`${path}[${index}]`, one);
  return value as Fields[];
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Clients of before MLflow 1.0 call it run_uuid. @throws HttpError 400 */
export const runIn = (fields: Fields): string =>
  requiredIn(fields.run_id === undefined ? { run_id: fields.run_uuid } : fields, 'run_id');

const EXPERIMENT = /^\s*[+-]?\d{1,18}\s*$/;

/** @throws HttpError 400 */
export function experimentIn(fields: Fields): string {
  const id = requiredIn(fields, 'experiment_id');
  if (!EXPERIMENT.test(id))
    throw invalid(`Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`);
  return String(BigInt(id.trim().replace('+', '')));
}
