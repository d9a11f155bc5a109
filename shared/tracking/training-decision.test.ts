import { expect, test } from 'vitest';
import { decideTraining, type Situation } from './training-decision.ts';

const rules = { minRows: 20_000, minSourceShare: 0.8 };
const calm: Situation = {
  hasModel: true,
  drifted: false,
  driftReason: 'no drift: 1 of 10 columns drifted',
  rows: 30_000,
  sourceRows: 30_000,
};

test('the first model is trained as soon as there are enough rows', () => {
  expect(decideTraining(rules, { ...calm, hasModel: false })).toEqual({
    train: true,
    reason: 'there is no model yet; 30,000 clean rows',
  });
  expect(decideTraining(rules, { ...calm, hasModel: false, rows: 19_999, sourceRows: 19_999 })).toEqual({
    train: false,
    reason: '19,999 clean rows, at least 20,000 are needed',
  });
});

test('a model in production stays unless the data drifted or somebody asks', () => {
  expect(decideTraining(rules, calm).train).toBe(false);
  expect(decideTraining(rules, { ...calm, drifted: true }).train).toBe(true);
  expect(decideTraining(rules, { ...calm, asked: 'asked for by Ann' })).toEqual({
    train: true,
    reason: 'asked for by Ann; 30,000 clean rows',
  });
});

test('rows that users made up do not train a model', () => {
  const decision = decideTraining(rules, { ...calm, drifted: true, sourceRows: 23_999 });
  expect(decision).toEqual({
    train: false,
    reason: '79.99 % of the rows come from the source, at least 80 % are needed',
  });
  expect(decideTraining(rules, { ...calm, drifted: true, sourceRows: 24_000 }).train).toBe(true);
});

test('one training runs at a time', () => {
  expect(decideTraining(rules, { ...calm, drifted: true, activeRun: 'abc' })).toEqual({
    train: false,
    reason: 'run abc is under way',
  });
});
