/** Figures of a classification beside its metrics: reliability of each class, and which is taken for which. */
import type { ClassificationAnswers } from '../../../shared/ml/metrics/answers.ts';
import { mostProbable } from '../../../shared/ml/metrics/labels.ts';
import { calibrationError, reliabilityOfClass } from '../../../shared/ml/metrics/reliability.ts';
import type { Confusion, Performance } from './section.ts';

type Figures = Pick<Performance, 'reliability' | 'confusion'>;

export function classificationFigures(answers: ClassificationAnswers): Figures {
  const { actual, probabilities, classes } = answers;
  const reliability = classes.map((name, k) => {
    const bins = reliabilityOfClass(actual, probabilities, classes.length, k);
    return { of: name, error: calibrationError(bins), bins };
  });
  return { reliability, confusion: confusionOf(answers) };
}

function confusionOf({ actual, probabilities, classes }: ClassificationAnswers): Confusion {
  const labels = mostProbable(probabilities, classes.length);
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  for (let row = 0; row < labels.length; row++) {
    const line = counts[actual[row] as number];
    const label = labels[row] as number;
    if (line) line[label] = (line[label] ?? 0) + 1;
  }
  return { classes, counts };
}
