/** Features by their names: a numeric column, or a text column and one of its values. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { isNumeric } from '../../shared/datasets/normalise.ts';
import { column, equals } from '../../shared/ml/expression.ts';
import { type FittedFeatures, type FittedFormula, inputsOf } from '../../shared/ml/features/fitted.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';

/** @throws RefusedModel for a name that is none of the data set */
export function featuresNamed(dataset: Dataset, names: readonly string[]): FittedFeatures {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RefusedModel(`it declares the feature "${twice}" twice`);
  return { features: names.map((name) => featureNamed(dataset, name)) };
}

function featureNamed(dataset: Dataset, name: string): FittedFormula {
  const at = name.indexOf('=');
  const of = at < 0 ? name : name.slice(0, at);
  const type = typeOf(dataset, of, 'Features are columns, or "column=value" of a text.');
  if (type === 'float' && at < 0) return { kind: 'formula', name, of: column(of) };
  if (type === 'string' && at > 0) return { kind: 'formula', name, of: equals(of, name.slice(at + 1)) };
  throw new RefusedModel(
    type === 'string'
      ? `it declares the feature "${name}", a text: name the value that is 1, "${of}=..."`
      : `it declares the feature "${name}", and "${of}" is a number: name the column alone`,
  );
}

/** As the graph has it. @throws RefusedModel when the data set has no such column, or it is the target */
export function typeOf(dataset: Dataset, name: string, hint: string): 'float' | 'string' {
  const declaration = dataset.columns[name];
  if (declaration && name !== dataset.target.column) return isNumeric(declaration) ? 'float' : 'string';
  const known = Object.keys(dataset.columns).filter((one) => one !== dataset.target.column);
  throw new RefusedModel(
    `it takes "${name.slice(0, 100)}", and ${dataset.name} is asked with ${known.join(', ')}. ${hint}`,
  );
}

export const columnsOf = (features: FittedFeatures): string[] => inputsOf(features).map(({ name }) => name);
