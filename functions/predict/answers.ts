/** From a model's outputs to what a client reads, one answer for each row. */
import type { Outputs } from '../../shared/onnx/session.ts';
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';

/** {price, interval} or {label, probabilities}: values in the user's unit. */
export type ModelAnswer = Readonly<Record<string, unknown>>;

export interface Answers {
  /** Which outputs of the graph are needed. */
  readonly wanted: readonly string[];
  /** @throws when the model gave a number that is none: JSON has no word for it */
  readonly of: (outputs: Outputs, rows: number) => ModelAnswer[];
}

export function answersFor(metadata: ModelMetadata): Answers {
  return metadata.task === 'regression' ? regression(metadata) : classification(metadata.classes ?? []);
}

function regression({ target, interval }: ModelMetadata): Answers {
  return {
    wanted: interval ? ['prediction', 'lower', 'upper'] : ['prediction'],
    of: (outputs, rows) => {
      const [prediction, lower, upper] = ['prediction', 'lower', 'upper'].map((name) => outputs[name]);
      return Array.from({ length: rows }, (_, row) => ({
        [target]: finite(prediction, row),
        interval: interval
          ? { lower: finite(lower, row), upper: finite(upper, row), level: interval.level }
          : null,
      }));
    },
  };
}

function classification(classes: readonly string[]): Answers {
  return {
    wanted: ['probabilities', 'label'],
    of: ({ probabilities, label }, rows) =>
      Array.from({ length: rows }, (_, row) => ({
        label: label?.[row],
        probabilities: Object.fromEntries(
          classes.map((name, index) => [name, finite(probabilities, row * classes.length + index)]),
        ),
      })),
  };
}

function finite(values: Outputs[string] | undefined, index: number): number {
  const value = values?.[index];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`the model answered ${value}, expected a finite number`);
}
