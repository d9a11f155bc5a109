/** The loss that fits a task. */
import type { Examples, Task } from '../../family.ts';
import { FitFailure } from '../../fit-failure.ts';
import { gammaLoss } from './gamma.ts';
import { huberLoss } from './huber.ts';
import { logisticLoss } from './logistic.ts';
import type { Objective } from './objective.ts';
import { quantileLoss } from './quantile.ts';
import { softmaxLoss } from './softmax.ts';
import { squaredLoss } from './squared.ts';

/** What the setting `loss` can be: settings are numbers. */
export const LOSSES = { squared: 0, huber: 1, quantile: 2, gamma: 3 } as const;

export interface LossSettings {
  /** In regression one of LOSSES; classes are always learned by log loss. */
  readonly loss: number;
  /** Of the Huber loss: the error beyond which it is linear, in the model's space. */
  readonly huberDelta: number;
  /** Of the quantile loss: which quantile, between 0 and 1. */
  readonly quantile: number;
}

/** @throws FitFailure for a loss that there is not */
export function objectiveOf(examples: Examples, task: Task, settings: LossSettings): Objective {
  if (task.task === 'classification')
    return task.classes === 2 ? logisticLoss(examples) : softmaxLoss(examples, task.classes);
  switch (settings.loss) {
    case LOSSES.squared:
      return squaredLoss(examples);
    case LOSSES.huber:
      return huberLoss(examples, settings.huberDelta);
    case LOSSES.quantile:
      return quantileLoss(examples, settings.quantile);
    case LOSSES.gamma:
      return gammaLoss(examples);
    default:
      throw new FitFailure(`loss is ${settings.loss}: expected one of ${JSON.stringify(LOSSES)}`);
  }
}

/** Squared error for numbers, log loss for classes: what one step alone can learn by. */
export const plainLoss: LossSettings = { loss: LOSSES.squared, huberDelta: 1, quantile: 0.5 };
