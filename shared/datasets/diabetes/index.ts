/** Diabetes 130-US hospitals 1999-2008 (Strack et al., 2014): predict whether a patient is readmitted. */

import { divide } from '../../ml/expression.ts';
import type { Dataset } from '../declaration.ts';
import { columns, OUTCOMES } from './columns.ts';
import { features } from './features.ts';
import { visits } from './formulas.ts';

/** Discharged to hospice (13, 14) or deceased (11, 19, 20, 21): nobody to readmit. */
const DIED_OR_HOSPICE = ['11', '13', '14', '19', '20', '21'];

export const diabetes: Dataset = {
  name: 'diabetes',
  title: 'Diabetes 130-US hospitals',
  description: 'Hospital encounters of diabetic patients in 130 US hospitals, 1999 to 2008.',
  columns,
  target: { column: 'readmitted', task: 'classification', classes: OUTCOMES },
  rules: [
    { name: 'no_outcome', rejects: { when: 'missing', column: 'readmitted' } },
    { name: 'unknown_outcome', rejects: { when: 'not one of', column: 'readmitted', values: OUTCOMES } },
    { name: 'no_encounter', rejects: { when: 'missing', column: 'encounter_id' } },
    {
      name: 'died_or_hospice',
      rejects: { when: 'one of', column: 'discharge_disposition_id', values: DIED_OR_HOSPICE },
    },
    {
      name: 'stay_outside_1_to_14_days',
      rejects: { when: 'outside', column: 'time_in_hospital', range: [1, 14] },
    },
  ],
  derived: {
    visits_year_before: { label: 'Visits in the year before', of: visits },
    medications_per_day: {
      label: 'Medications per day',
      of: divide('num_medications', 'time_in_hospital'),
    },
    lab_procedures_per_day: {
      label: 'Lab tests per day',
      of: divide('num_lab_procedures', 'time_in_hospital'),
    },
  },
  features,
  identity: ['encounter_id'],
  // A patient has several encounters.
  group: ['patient_nbr'],
  history: { order: 'encounter_id', count: 'earlier_encounters', last: 'last_outcome' },
  training: { minRows: 20_000, minSourceShare: 0.8 },
  accept: [
    { metric: 'auc', least: 0.62 },
    { metric: 'log_loss', most: 0.95 },
  ],
  objective: { metric: 'log_loss', better: 'lower' },
  drift: {
    columns: [
      'race',
      'gender',
      'age',
      'admission_type_id',
      'discharge_disposition_id',
      'admission_source_id',
      'time_in_hospital',
      'num_lab_procedures',
      'num_medications',
      'number_inpatient',
      'number_emergency',
      'number_outpatient',
      'number_diagnoses',
      'insulin',
      'change',
      'diabetesMed',
    ],
    share: 0.5,
  },
  slices: ['age', 'race', 'gender'],
  use: {
    intended: [
      'Research on readmission, and choosing among many discharged patients those whom a person should call first.',
    ],
    notFor: [
      'Decisions on the treatment, discharge or insurance of a patient: it says what was common, not what is needed.',
      'Patients without diabetes, stays of more than 14 days, and hospitals or years unlike the 130 of the study.',
    ],
  },
  limits: [
    'Encounters of 1999 to 2008: coding, drugs and practice have changed since.',
    'Age, race and gender are inputs, and what was recorded of them reflects who was treated where: compare the ' +
      'results by each before anybody is treated differently for an answer.',
    'Earlier encounters are those in the same data: a patient may have had others. Answers are better where they are ' +
      'given (earlier_encounters, last_outcome), and some of the rows learned from have none, so that they need not be.',
    'Readmissions to hospitals outside of the 130 are not known and count as none.',
  ],
  listed: ['medical_specialty', 'payer_code', 'race', 'age', 'gender'],
  example: {
    race: 'Caucasian',
    gender: 'Female',
    age: '[70-80)',
    admission_type_id: '1',
    discharge_disposition_id: '3',
    admission_source_id: '7',
    time_in_hospital: 4,
    payer_code: 'MC',
    medical_specialty: 'InternalMedicine',
    num_lab_procedures: 44,
    num_procedures: 1,
    num_medications: 16,
    number_outpatient: 0,
    number_emergency: 0,
    number_inpatient: 2,
    diag_1: '428',
    diag_2: '250.02',
    diag_3: '401',
    number_diagnoses: 9,
    max_glu_serum: 'None',
    A1Cresult: '>8',
    insulin: 'Up',
    metformin: 'No',
    change: 'Ch',
    diabetesMed: 'Yes',
    earlier_encounters: 2,
    last_outcome: '>30',
  },
};
