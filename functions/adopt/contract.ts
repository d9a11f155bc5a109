/** Whether a model fits a data set: what it takes are columns, and what it gives is the one answer. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { elementTypes } from '../../shared/onnx/format/model.ts';
import type { Given, Taken, TakenColumn } from '../../shared/onnx/offered/compose.ts';
import type { Outline, OutlinedValue } from '../../shared/onnx/offered/outline.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import type { Declared } from './declared.ts';
import { givenBy } from './given.ts';
import { columnsOf, featuresNamed, typeOf } from './named-features.ts';

export interface Contract {
  readonly taken: Taken;
  readonly given: Given;
  /** Columns of the data set that it is asked with, in their order there. */
  readonly columns: readonly string[];
}

const { float, double, string } = elementTypes;

/** @throws RefusedModel with what does not fit, and what would */
export function contractOf(dataset: Dataset, outline: Outline, declared: Declared): Contract {
  const taken = takenBy(dataset, outline, declared);
  const used = new Set(taken.by === 'columns' ? taken.columns.map(({ name }) => name) : columnsOf(taken.of));
  return {
    taken,
    given: givenBy(dataset, outline, declared),
    columns: Object.keys(dataset.columns).filter((name) => used.has(name)),
  };
}

function takenBy(dataset: Dataset, { inputs }: Outline, { features }: Declared): Taken {
  const [first, ...others] = inputs;
  if (!first) throw new RefusedModel('it takes no input');
  if (!features) return { by: 'columns', columns: inputs.map((input) => columnIn(dataset, input)) };
  const width = first.shape[1];
  const fits = width === undefined || width === features.length;
  if (others.length > 0 || first.shape.length !== 2 || !fits || !isNumber(first))
    throw new RefusedModel(
      `it declares ${features.length} features, and takes ${inputs.map(worded).join(', ')}: expected one matrix of floats of that width`,
    );
  const of = featuresNamed(dataset, features);
  return { by: 'matrix', input: first.name, element: first.element ?? float, of };
}

/** @throws RefusedModel when the data set has no such column to ask with, or has it in another type */
function columnIn(dataset: Dataset, input: OutlinedValue): TakenColumn {
  const { name, element, shape } = input;
  const type = typeOf(dataset, name, 'Its MLmodel may declare what its matrix is made of: marea.features.');
  const fits = type === 'string' ? element === string : isNumber(input);
  if (!fits)
    throw new RefusedModel(
      `it takes ${worded(input)}, and the column "${name}" is ${type === 'string' ? 'text' : 'a number that may be missing'}: expected ${type === 'string' ? 'texts' : 'floats'}`,
    );
  if (shape.length !== 1 && !(shape.length === 2 && (shape[1] === 1 || shape[1] === undefined)))
    throw new RefusedModel(`it takes ${worded(input)}: expected one column, [N] or [N, 1]`);
  return { name, element: element ?? float, isFlat: shape.length === 1 };
}

const isNumber = ({ element }: OutlinedValue): boolean => element === float || element === double;

function worded({ name, element, shape }: OutlinedValue): string {
  const type = Object.entries(elementTypes).find(([, code]) => code === element)?.[0] ?? `type ${element}`;
  return `"${name}" (${type}, [${shape.map((size) => size ?? 'N').join(', ')}])`;
}
