/** Who has changed what. */
export const audit = {
  title: 'Audit',
  text: 'Who has changed what, and why. Each row holds the hash of the one before: none can be changed or taken out unseen.',
  list: 'Changes, the newest first',
  none: 'Nothing was changed yet.',
  noneSuch: 'No change is like that.',
  number: 'No.',
  when: 'When',
  who: 'Who',
  action: 'What',
  dataset: 'Data set',
  target: 'Of what',
  reason: 'Why',
  details: 'Details',
  any: 'any',
  from: 'From',
  to: 'Until',
} as const;
