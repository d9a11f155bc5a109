/**
 * What the model sees of an encounter. `encounter_id` (time) and whether a later encounter exists give the answer
 * away and are left out, as are the drugs that hardly anybody is given. Earlier encounters give nothing away: they
 * are known on the day.
 */
import { column, divide } from '../../ml/expression.ts';
import type { FeatureSpecification, KeyPart } from '../../ml/features/specification.ts';
import { DIAGNOSIS_GROUPS, diagnosisDomain, diagnosisGroup } from './diagnosis.ts';
import { visits } from './formulas.ts';

const COUNTS = [
  'number_inpatient',
  'number_emergency',
  'number_outpatient',
  'number_diagnoses',
  'time_in_hospital',
  'num_lab_procedures',
  'num_procedures',
  'num_medications',
  'earlier_encounters',
];
const DRUGS = [
  'insulin',
  'metformin',
  'repaglinide',
  'nateglinide',
  'glimepiride',
  'glipizide',
  'glyburide',
  'pioglitazone',
  'rosiglitazone',
  'acarbose',
  'glyburide-metformin',
];

const scale = (name: string, values: Readonly<Record<string, number>>): FeatureSpecification => ({
  kind: 'scale',
  name,
  column: name,
  values,
});

/** Middle of each decade. */
const decades = Object.fromEntries(
  Array.from({ length: 10 }, (_, i) => [`[${10 * i}-${10 * i + 10})`, 10 * i + 5]),
);
const DOSE = { No: 0, Down: 1, Steady: 2, Up: 3 };

const category = (name: string): FeatureSpecification => ({
  kind: 'category',
  name,
  key: [name],
  minRows: 50,
});
const rate = (name: string): FeatureSpecification => ({
  kind: 'targetMean',
  name: `${name}_rate`,
  levels: [[name]],
  smoothing: 100,
});
/** What two values say together, falling back to what the second says. */
const rateOfBoth = (name: string, first: KeyPart, second: KeyPart): FeatureSpecification => ({
  kind: 'targetMean',
  name: `${name}_rate`,
  levels: [[first, second], [second]],
  smoothing: 50,
});
/** The category of an ICD-9 code. */
const category3 = (name: string): KeyPart => ({ column: name, prefix: 3 });

const diagnoses: readonly FeatureSpecification[] = ['diag_1', 'diag_2', 'diag_3'].flatMap((name) => [
  {
    kind: 'group' as const,
    name: `${name}_group`,
    column: name,
    groups: DIAGNOSIS_GROUPS,
    groupOf: diagnosisGroup,
    domain: diagnosisDomain(),
  },
  {
    kind: 'targetMean' as const,
    name: `${name}_rate`,
    levels: [[name], [{ column: name, prefix: 3 }]],
    smoothing: 100,
  },
]);

export const features: readonly FeatureSpecification[] = [
  ...COUNTS.map((name): FeatureSpecification => ({ kind: 'formula', name, of: column(name) })),
  { kind: 'formula', name: 'visits_year_before', of: visits },
  { kind: 'formula', name: 'medications_per_day', of: divide('num_medications', 'time_in_hospital') },
  { kind: 'formula', name: 'lab_procedures_per_day', of: divide('num_lab_procedures', 'time_in_hospital') },
  { kind: 'formula', name: 'procedures_per_day', of: divide('num_procedures', 'time_in_hospital') },
  { kind: 'formula', name: 'diagnoses_per_day', of: divide('number_diagnoses', 'time_in_hospital') },
  scale('age', decades),
  scale('last_outcome', { NO: 0, '>30': 1, '<30': 2 }),
  ...DRUGS.map((name) => scale(name, DOSE)),
  scale('max_glu_serum', { None: 0, Norm: 1, '>200': 2, '>300': 3 }),
  scale('A1Cresult', { None: 0, Norm: 1, '>7': 2, '>8': 3 }),
  scale('change', { No: 0, Ch: 1 }),
  scale('diabetesMed', { No: 0, Yes: 1 }),
  scale('gender', { Female: 0, Male: 1 }),
  category('race'),
  category('admission_type_id'),
  category('discharge_disposition_id'),
  category('admission_source_id'),
  category('payer_code'),
  category('medical_specialty'),
  rate('discharge_disposition_id'),
  rate('admission_source_id'),
  rate('medical_specialty'),
  rate('payer_code'),
  rateOfBoth('age_discharge', 'age', 'discharge_disposition_id'),
  rateOfBoth('type_source', 'admission_type_id', 'admission_source_id'),
  rateOfBoth('specialty_diagnosis', 'medical_specialty', category3('diag_1')),
  rateOfBoth('diagnoses', category3('diag_2'), category3('diag_1')),
  { kind: 'frequency', name: 'medical_specialty_encounters', key: ['medical_specialty'] },
  ...diagnoses,
];
