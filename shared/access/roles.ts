/** Roles: what somebody is on the platform, each for all data sets or for some. */

/** Each with what it may, as the documentation has it. */
export const ROLES = {
  viewer: 'reads all that there is: batches, models, drift, predictions of anybody',
  caller: 'asks a model, has it explained, tells what turned out to be true; sees its own predictions',
  scientist: 'offers batches, trains, registers models; all that viewer and caller may',
  promoter: 'brings a version into production or takes it back; all that viewer may',
  operator: 'replays, discards, retracts, resets, moves traffic; all that viewer may, and offers batches',
  admin: 'makes and revokes keys; all that the others may',
} as const;

export type Role = keyof typeof ROLES;

export const isRole = (text: unknown): text is Role => typeof text === 'string' && Object.hasOwn(ROLES, text);
