/** Tensors of an inference request, checked and turned into rows. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { normaliseValue } from '../../../shared/datasets/normalise.ts';
import type { Row } from '../../../shared/datasets/schema.ts';
import { HttpError } from '../../../shared/runtime/http.ts';
import type { ServedModel } from '../served-model.ts';

const NUMERIC = new Set([
  'FP32',
  'FP64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
]);

/**
 * Numbers as the graph takes them (dates are days since 1970-01-01), texts normalised as everywhere; null is
 * missing, and so is an input that is not sent.
 * @throws HttpError 400 for an unknown input, a wrong datatype, shape or value
 */
export function rowsFrom(dataset: Dataset, { graph }: ServedModel, inputs: unknown): Row[] {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw bad('"inputs" must be a list of at least one tensor');
  const tensors = inputs.map((input) => tensorFrom(input));
  const rows: Row[] = Array.from({ length: tensors[0]?.values.length ?? 0 }, () => ({}));
  const seen = new Set<string>();
  for (const { name, datatype, values } of tensors) {
    const type = graph.inputs.find((input) => input.name === name)?.type;
    if (!type)
      throw bad(`no input "${name}", there are: ${graph.inputs.map((input) => input.name).join(', ')}`);
    if (seen.has(name)) throw bad(`input "${name}" is given twice`);
    seen.add(name);
    if (type === 'string' ? datatype !== 'BYTES' : !NUMERIC.has(datatype))
      throw bad(`input "${name}" is ${type === 'string' ? 'BYTES' : 'FP32'}, not ${datatype}`);
    if (values.length !== rows.length)
      throw bad(`input "${name}" has ${values.length} rows, "${tensors[0]?.name}" has ${rows.length}`);
    for (const [index, row] of rows.entries())
      row[name] = type === 'string' ? textOf(dataset, name, values[index]) : numberOf(name, values[index]);
  }
  return rows;
}

interface NamedTensor {
  readonly name: string;
  readonly datatype: string;
  readonly values: readonly unknown[];
}

function tensorFrom(input: unknown): NamedTensor {
  const { name, datatype, shape, data } = (input ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') throw bad('each of "inputs" must have a name');
  if (typeof datatype !== 'string') throw bad(`input "${name.slice(0, 100)}" has no datatype`);
  if (!Array.isArray(data)) throw bad(`input "${name.slice(0, 100)}" has no list "data"`);
  const values = data.flat(2);
  const [rows, width = 1] = Array.isArray(shape) ? (shape as unknown[]) : [];
  if (rows !== values.length || width !== 1 || (shape as unknown[]).length > 2)
    throw bad(
      `input "${name.slice(0, 100)}" has shape ${JSON.stringify(shape)}, its data fit [${values.length},1]`,
    );
  return { name, datatype, values };
}

function numberOf(name: string, value: unknown): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw bad(`input "${name}" has a value that is no number: ${String(value).slice(0, 100)}`);
}

function textOf(dataset: Dataset, name: string, value: unknown): string | null {
  const declaration = dataset.columns[name];
  if (typeof value !== 'string' && value !== null) throw bad(`input "${name}" has a value that is no text`);
  const normalised = declaration ? normaliseValue(declaration, value) : { value };
  if ('problem' in normalised) throw bad(`input "${name}": ${normalised.problem}`);
  return normalised.value as string | null;
}

const bad = (message: string): HttpError => new HttpError(400, message);
