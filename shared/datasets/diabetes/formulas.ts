/** What is computed from the columns of an encounter. */
import { add } from '../../ml/expression.ts';

/** Outpatient, emergency and inpatient visits in the year before the encounter. */
export const visits = add(add('number_outpatient', 'number_emergency'), 'number_inpatient');
