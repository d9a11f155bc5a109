/** From raw scores to answers, as the ONNX graph does it. */
import { interpolate } from '../../stats/interpolate.ts';
import type { ClassificationHead, Curve, RegressionHead } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { softmax } from '../models/softmax.ts';
import type { Matrix } from '../table.ts';
import { scaled } from './classification-head.ts';

/** In the user's unit, one for each row. */
export interface RegressionAnswer {
  readonly prediction: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** @param raw scores of the rows of x */
export function answerRegression(head: RegressionHead, raw: Float64Array, x: Matrix): RegressionAnswer {
  const { quantile, spread, profile } = head.interval;
  const inUnit = head.transform === 'log' ? Math.exp : (value: number) => value;
  const centre = raw.map((score) => score + head.shift);
  const margin = scoreModel(spread, x).map((size) => quantile * Math.exp(size));
  const end = (side: -1 | 1) => (value: number, i: number) => {
    const reach = side * (margin[i] as number);
    return inUnit(value + reach * at(profile?.centred, value) * at(profile?.reached, value + reach));
  };
  return { prediction: centre.map(inUnit), lower: centre.map(end(-1)), upper: centre.map(end(1)) };
}

function at(curve: Curve | undefined, answer: number): number {
  return curve ? interpolate(answer, curve.knots, curve.factors) : 1;
}

/** @returns calibrated probabilities, rows x classes */
export function answerClassification(head: ClassificationHead, raw: Float64Array): Float64Array {
  return softmax(scaled(raw, head.scale, head.offset), head.classes.length);
}
