// The data set of the files that are damaged: as programs have written them, with every type of column.
export default {
  name: 'fruit',
  title: 'Fruit',
  description: 'Made up, for files that are damaged.',
  columns: {
    id: { type: 'code', label: 'Id', width: 3 },
    kind: { type: 'text', label: 'Kind', case: 'lower' },
    weight: { type: 'number', label: 'Weight', unit: 'g' },
    pieces: { type: 'integer', label: 'Pieces', optional: true },
    picked: { type: 'date', label: 'Picked', optional: true },
  },
  target: { column: 'weight', task: 'regression', transform: 'identity' },
  rules: [
    { name: 'no_weight', rejects: { when: 'missing', column: 'weight' } },
    { name: 'invalid_weight', rejects: { when: 'invalid', column: 'weight' } },
    { name: 'weight_not_positive', rejects: { when: 'at most', column: 'weight', value: 0 } },
  ],
  derived: {},
  features: [{ kind: 'formula', name: 'pieces', of: { op: 'column', name: 'pieces' } }],
  identity: ['id', 'kind', 'weight'],
  group: ['id'],
  training: { minRows: 1000, minSourceShare: 0.8 },
  accept: [],
  objective: { metric: 'rmse', better: 'lower' },
  drift: { columns: ['kind'], share: 0.5 },
  listed: ['kind'],
  example: { id: '001', kind: 'fig', pieces: 2 },
};
