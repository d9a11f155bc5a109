import { expect, it } from 'vitest';
import { DIAGNOSIS_GROUPS, diagnosisDomain, diagnosisGroup } from './diagnosis.ts';

// Examples of table 2 of Strack et al. (2014).
it.each([
  ['428', 'circulatory'],
  ['785', 'circulatory'],
  ['786.5', 'respiratory'],
  ['486', 'respiratory'],
  ['577', 'digestive'],
  ['787', 'digestive'],
  ['250.83', 'diabetes'],
  ['250', 'diabetes'],
  ['820', 'injury'],
  ['996', 'injury'],
  ['715', 'musculoskeletal'],
  ['599', 'genitourinary'],
  ['788', 'genitourinary'],
  ['153', 'neoplasms'],
  ['240', 'other'],
  ['V45', 'other'],
  ['E878', 'other'],
  ['780', 'other'],
])('%s is %s', (code, group) => expect(diagnosisGroup(code)).toBe(group));

it('there are nine groups, and each has codes in the domain', () => {
  expect(DIAGNOSIS_GROUPS).toHaveLength(9);
  expect(new Set(diagnosisDomain().map(diagnosisGroup))).toEqual(new Set(DIAGNOSIS_GROUPS));
});
