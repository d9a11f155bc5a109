/** Whose runs somebody may not see. */
import { type Principal, reaches } from '../../../shared/access/principal.ts';
import { datasets } from '../../../shared/datasets/index.ts';

/** An experiment with the name of a data set is that data set's; the others are for everybody who may look. */
export const hiddenFrom = (principal: Principal): string[] =>
  datasets()
    .map(({ name }) => name)
    .filter((name) => !reaches(principal, name));
