/** From tensors to rows, each checked as that of any other request is. */
import { isoDay } from '../../../shared/datasets/day.ts';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Problem } from '../../../shared/datasets/schema.ts';
import { HttpError } from '../../../shared/runtime/http/http.ts';
import { checkInput, type Input } from '../input.ts';
import type { ServedModel } from '../served-model.ts';
import { inTurns } from '../turns.ts';
import { NUMBER_TYPES } from './datatypes.ts';
import type { InputTensor } from './tensors.ts';

/** Of thousands of bad values the first ones tell enough. */
const MOST_PROBLEMS = 100;

type RowProblem = Problem & { readonly row: number };

/**
 * Numbers as the graph takes them (a date is the number of days since 1970-01-01), texts as everywhere; null, NaN and
 * an input that is not sent are missing.
 * @throws HttpError 400 for an unknown input, one twice, a wrong datatype, and for values that are refused, by row
 */
export async function inputsFrom(
  dataset: Dataset,
  { graph }: ServedModel,
  tensors: readonly InputTensor[],
): Promise<readonly Input[]> {
  for (const [index, tensor] of tensors.entries()) checkTensor(graph.inputs, tensors, tensor, index);
  return await inTurns(checked(dataset, tensors));
}

function checkTensor(
  inputs: ServedModel['graph']['inputs'],
  tensors: readonly InputTensor[],
  { name, datatype, rows }: InputTensor,
  index: number,
): void {
  const type = inputs.find((input) => input.name === name)?.type;
  if (!type) throw bad(`no input "${name}", there are: ${inputs.map((input) => input.name).join(', ')}`);
  if (tensors.findIndex((other) => other.name === name) < index) throw bad(`input "${name}" is given twice`);
  if (type === 'string' ? datatype !== 'BYTES' : !NUMBER_TYPES.has(datatype))
    throw bad(`input "${name}" is ${type === 'string' ? 'BYTES' : 'FP32'}, not ${datatype.slice(0, 20)}`);
  if (rows !== tensors[0]?.rows)
    throw bad(`input "${name}" has ${rows} rows, "${tensors[0]?.name}" has ${tensors[0]?.rows}`);
}

/** A step for each row. */
function* checked(
  dataset: Dataset,
  tensors: readonly InputTensor[],
): Generator<undefined, readonly Input[], undefined> {
  const inputs: Input[] = [];
  const problems: RowProblem[] = [];
  const columns = tensors.map((tensor) => ({ name: tensor.name, value: givenOf(dataset, tensor) }));
  const rows = tensors[0]?.rows ?? 0;
  for (let row = 0; row < rows && problems.length < MOST_PROBLEMS; row++) {
    const given: Record<string, unknown> = {};
    for (const { name, value } of columns) {
      const found = value(row);
      if (found !== null) given[name] = found;
    }
    const one = checkInput(dataset, given);
    if ('problems' in one) problems.push(...one.problems.map((problem) => ({ row, ...problem })));
    else inputs.push(one);
    yield;
  }
  if (problems.length > 0) throw refused(problems);
  return inputs;
}

/** As a client of /predict would write it. */
function givenOf({ columns }: Dataset, { name, datatype, at }: InputTensor): (row: number) => unknown {
  if (columns[name]?.type === 'date') return (row) => dayOf(at(row));
  if (datatype === 'BOOL') return (row) => numberOf(at(row));
  return at;
}

/** Within what a date can say; beyond that the value is told as it came. */
const dayOf = (value: unknown): unknown =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e6 ? isoDay(value) : value;

const numberOf = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/** A client of this protocol shows the message alone, so it has the first of what is wrong. */
function refused(problems: readonly RowProblem[]): HttpError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new HttpError(400, `row ${first?.row}: ${first?.field}: ${first?.message}${more}`, {
    detail: problems.slice(0, MOST_PROBLEMS),
  });
}

const bad = (message: string): HttpError => new HttpError(400, message);
