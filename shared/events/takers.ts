/**
 * Which stage takes which events: what `eventing/` says to the brokers, for those who look whether an event's work is
 * done. An event that is not here is told to the outside alone. A test holds both against each other.
 */
import type { EventType } from './event.ts';
import {
  batchCleaned,
  batchReceived,
  batchStored,
  driftChecked,
  inferenceLogged,
  modelApproved,
  modelPromoted,
  modelRejected,
  retractionRequested,
  trainingCompleted,
  trainingRequested,
  trainingSearched,
  trialCompleted,
  trialRequested,
  versionOffered,
  versionRequested,
  workOwed,
} from './types.ts';

export interface Taking {
  /** Name of the function, which is that of its stage. */
  readonly by: string;
  /** What an event's attributes are, if the stage takes it. */
  readonly attributes: Readonly<Record<string, string>>;
}

const taking = (by: string, { type }: EventType, more: Taking['attributes'] = {}): Taking => ({
  by,
  attributes: { type, ...more },
});

export const takings: readonly Taking[] = [
  taking('ingest', batchReceived),
  taking('clean', batchStored),
  taking('clean', retractionRequested),
  taking('drift', batchCleaned),
  // A decision not to train is taken by nobody.
  taking('train', driftChecked, { train: 'true' }),
  taking('train', trainingRequested),
  taking('train', trialCompleted),
  taking('trial', trialRequested),
  taking('assemble', trainingSearched),
  taking('adopt', versionOffered),
  taking('promote', trainingCompleted),
  taking('card', modelApproved),
  taking('card', modelRejected),
  taking('rollout', modelApproved),
  taking('rollout', versionRequested),
  // Of a release before, in which `promote` made production; what `rollout` itself says of it is for the outside.
  taking('rollout', modelPromoted, { source: '/marea/promote' }),
  taking('record', inferenceLogged),
  taking('reconcile', workOwed),
];
