/**
 * The 50 columns of an encounter, and what is known of the patient's earlier ones. The text `None` of a test that was
 * not made is a value, `?` is missing.
 */
import type { ColumnDeclaration } from '../declaration.ts';

const missing = ['?'];
type Rest = Omit<ColumnDeclaration, 'type' | 'label'>;
const code = (label: string, rest: Rest = {}): ColumnDeclaration => ({
  type: 'code',
  label,
  missing,
  ...rest,
});
const text = (label: string, values?: readonly string[], rest: Rest = {}): ColumnDeclaration => ({
  type: 'text',
  label,
  missing,
  ...(values ? { values } : {}),
  ...rest,
});
const count = (label: string, range: readonly [number, number], rest: Rest = {}): ColumnDeclaration => ({
  type: 'integer',
  label,
  missing,
  range,
  ...rest,
});
const drug = (label: string): ColumnDeclaration => text(label, ['No', 'Down', 'Steady', 'Up']);
const diagnosis = (label: string): ColumnDeclaration =>
  code(label, { description: 'ICD-9 code', case: 'upper' });

const AGES = [
  '[0-10)',
  '[10-20)',
  '[20-30)',
  '[30-40)',
  '[40-50)',
  '[50-60)',
  '[60-70)',
  '[70-80)',
  '[80-90)',
  '[90-100)',
];
const WEIGHTS = [
  '[0-25)',
  '[25-50)',
  '[50-75)',
  '[75-100)',
  '[100-125)',
  '[125-150)',
  '[150-175)',
  '[175-200)',
  '>200',
];

/** Of an encounter: readmitted within 30 days, later, or not at all. */
export const OUTCOMES = ['<30', '>30', 'NO'];

export const columns: Readonly<Record<string, ColumnDeclaration>> = {
  encounter_id: code('Encounter'),
  patient_nbr: code('Patient'),
  race: text('Race', ['Caucasian', 'AfricanAmerican', 'Hispanic', 'Asian', 'Other']),
  gender: text('Gender', ['Female', 'Male', 'Unknown/Invalid']),
  age: text('Age', AGES, { unit: 'years' }),
  weight: text('Weight', WEIGHTS, { unit: 'pounds', optional: true }),
  admission_type_id: code('Admission type', { description: '1 emergency, 2 urgent, 3 elective, 4 newborn' }),
  discharge_disposition_id: code('Discharged to', { description: '1 home, 3 skilled nursing, 6 home care' }),
  admission_source_id: code('Admitted from', { description: '1 physician, 7 emergency room' }),
  time_in_hospital: count('Stay', [1, 14], { unit: 'days' }),
  payer_code: text('Payer'),
  medical_specialty: text('Specialty of the admitting physician'),
  num_lab_procedures: count('Lab tests', [0, 1_000]),
  num_procedures: count('Procedures other than lab tests', [0, 100]),
  num_medications: count('Medications', [0, 1_000]),
  number_outpatient: count('Outpatient visits in the year before', [0, 1_000]),
  number_emergency: count('Emergency visits in the year before', [0, 1_000]),
  number_inpatient: count('Inpatient visits in the year before', [0, 1_000]),
  diag_1: diagnosis('Primary diagnosis'),
  diag_2: diagnosis('Secondary diagnosis'),
  diag_3: diagnosis('Additional diagnosis'),
  number_diagnoses: count('Diagnoses', [0, 100]),
  max_glu_serum: text('Glucose serum test', ['None', 'Norm', '>200', '>300']),
  A1Cresult: text('A1c test', ['None', 'Norm', '>7', '>8']),
  metformin: drug('Metformin'),
  repaglinide: drug('Repaglinide'),
  nateglinide: drug('Nateglinide'),
  chlorpropamide: drug('Chlorpropamide'),
  glimepiride: drug('Glimepiride'),
  acetohexamide: drug('Acetohexamide'),
  glipizide: drug('Glipizide'),
  glyburide: drug('Glyburide'),
  tolbutamide: drug('Tolbutamide'),
  pioglitazone: drug('Pioglitazone'),
  rosiglitazone: drug('Rosiglitazone'),
  acarbose: drug('Acarbose'),
  miglitol: drug('Miglitol'),
  troglitazone: drug('Troglitazone'),
  tolazamide: drug('Tolazamide'),
  examide: drug('Examide'),
  citoglipton: drug('Citoglipton'),
  insulin: drug('Insulin'),
  'glyburide-metformin': drug('Glyburide and metformin'),
  'glipizide-metformin': drug('Glipizide and metformin'),
  'glimepiride-pioglitazone': drug('Glimepiride and pioglitazone'),
  'metformin-rosiglitazone': drug('Metformin and rosiglitazone'),
  'metformin-pioglitazone': drug('Metformin and pioglitazone'),
  change: text('Change of diabetic medication', ['No', 'Ch']),
  diabetesMed: text('Diabetic medication prescribed', ['Yes', 'No']),
  earlier_encounters: count('Encounters of the patient before this one', [0, 1_000], { optional: true }),
  last_outcome: text('Readmitted after the encounter before', OUTCOMES, {
    description: 'Absent for the first encounter, and where it is not known',
    optional: true,
  }),
  readmitted: text('Readmitted', OUTCOMES, {
    description: 'Within 30 days, later, or not at all',
  }),
};
