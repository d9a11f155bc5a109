/** Who asks: what comes of a credential, of whatever kind. */
import { ROLES, type Role } from './roles.ts';

export interface Principal {
  /** `key:<id>`, `serviceaccount:<namespace>/<name>`, `user:<subject of the issuer>`, 'anybody' or 'nobody'. */
  readonly subject: string;
  /** For people: name of the key, of the account, or the e-mail address. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Names of the data sets for which it has its roles; '*' is all, those to come included. */
  readonly datasets: '*' | readonly string[];
}

/** Whoever reaches a platform of one's own machine on which there are no keys. */
export const ANYBODY: Principal = {
  subject: 'anybody',
  name: 'anybody',
  roles: Object.keys(ROLES) as Role[],
  datasets: '*',
};

/** Who has shown nothing. */
export const NOBODY: Principal = { subject: 'nobody', name: 'nobody', roles: [], datasets: [] };

/** Whether its roles are for this data set. */
export const reaches = ({ datasets }: Principal, dataset: string): boolean =>
  datasets === '*' || datasets.includes(dataset);

/** Ids of the API keys among these subjects. */
export const keyIdsIn = (subjects: readonly string[]): string[] =>
  subjects.flatMap((subject) => (subject.startsWith('key:') ? [subject.slice('key:'.length)] : []));
