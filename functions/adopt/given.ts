/** Which output of a model is its answer, and what has to be done with it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { elementTypes } from '../../shared/onnx/format/model.ts';
import type { Given } from '../../shared/onnx/offered/compose.ts';
import type { Outline, OutlinedNode, OutlinedValue } from '../../shared/onnx/offered/outline.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import { fieldsOf, integersOf } from '../../shared/onnx/protobuf/reader.ts';
import type { Declared } from './declared.ts';

/** @throws RefusedModel when there is no such output, or more than one may be meant */
export function givenBy({ target }: Dataset, outline: Outline, declared: Declared): Given {
  if (target.task === 'classification') return probabilitiesBy(target.classes, outline, declared);
  const answers = outline.outputs.filter(
    ({ name, element }) => isNumber(element) && (declared.output === undefined || name === declared.output),
  );
  const output = only(answers, outline, 'numbers');
  mustBeOne(output, 1);
  const [isLog, wantsLog] = [declared.answer === 'log', target.transform === 'log'];
  const then = isLog === wantsLog ? 'nothing' : isLog ? 'exp' : 'log';
  return { task: 'regression', output: output.name, then };
}

function probabilitiesBy(classes: readonly string[], outline: Outline, declared: Declared): Given {
  const wanted = outline.outputs.filter(
    ({ name }) => declared.output === undefined || name === declared.output,
  );
  // Converters give a table of each row's probabilities by a node that has them as a matrix.
  const maps = outline.nodes.filter(
    ({ operator, outputs }) => operator === 'ZipMap' && wanted.some(({ name }) => name === outputs[0]),
  );
  const [map] = maps;
  if (map)
    return {
      task: 'classification',
      output: map.inputs[0] ?? '',
      order: orderOf(classes, outline, declared),
    };
  const output = only(
    wanted.filter(({ element }) => isNumber(element)),
    outline,
    'probabilities',
  );
  mustBeOne(output, classes.length);
  return { task: 'classification', output: output.name, order: orderOf(classes, outline, declared) };
}

/** For each class of the data set the place of its probability. @throws RefusedModel when they are others */
function orderOf(classes: readonly string[], { nodes }: Outline, declared: Declared): number[] {
  const named = declared.classes ?? nodes.map(labelsOf).find((labels) => labels !== undefined);
  if (!named)
    throw new RefusedModel(
      'its graph does not say which probability is of which class: declare marea.classes',
    );
  const order = classes.map((label) => named.indexOf(label));
  if (named.length === classes.length && !order.includes(-1)) return order;
  throw new RefusedModel(
    `its classes are ${named.slice(0, 20).join(', ')}, expected ${classes.join(', ')}: declare marea.classes, in the order of its probabilities`,
  );
}

const LABELS = ['classlabels_strings', 'classlabels_int64s', 'classlabels_ints'];

/** Read by themselves: a node may have attributes that our own graphs never have. Fields are those of onnx.proto3. */
function labelsOf({ bytes }: OutlinedNode): readonly string[] | undefined {
  for (const attribute of fieldsOf(bytes)) {
    if (attribute.number !== 5) continue;
    const fields = [...fieldsOf(attribute.bytes)];
    const name = fields.find(({ number }) => number === 1)?.bytes.toString('utf8') ?? '';
    if (!LABELS.includes(name)) continue;
    const texts = fields.filter(({ number }) => number === 9).map((field) => field.bytes.toString('utf8'));
    return texts.length > 0
      ? texts
      : fields
          .filter(({ number }) => number === 8)
          .flatMap(integersOf)
          .map(String);
  }
  return undefined;
}

const isNumber = (element: number | undefined): boolean =>
  element === elementTypes.float || element === elementTypes.double;

function only(found: readonly OutlinedValue[], { outputs }: Outline, what: string): OutlinedValue {
  const [output, ...others] = found;
  if (output && others.length === 0) return output;
  const names = outputs.map(({ name }) => `"${name}"`).join(', ');
  throw new RefusedModel(
    `it gives ${names}: expected one output of ${what}, or marea.output to say which of them is the answer`,
  );
}

function mustBeOne({ name, shape }: OutlinedValue, width: number): void {
  const last = shape.length < 2 ? 1 : shape[1];
  if (shape.length > 2 || (last !== undefined && last !== width))
    throw new RefusedModel(
      `its output "${name}" is [${shape.map((size) => size ?? 'N').join(', ')}], expected ${width} for each row`,
    );
}
