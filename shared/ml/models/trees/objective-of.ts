/** The loss that fits a task. */
import type { Examples, Task } from '../family.ts';
import type { Objective } from './objective.ts';
import { softmaxLoss } from './softmax-loss.ts';
import { squaredLoss } from './squared-loss.ts';

export function objectiveOf(examples: Examples, task: Task): Objective {
  return task.task === 'regression' ? squaredLoss(examples) : softmaxLoss(examples, task.classes);
}
