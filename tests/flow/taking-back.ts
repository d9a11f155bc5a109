/** What a person takes back: a batch that a training is learning from, an event that a batch waits for in vain. */
import { ask, atRest, found, type Step } from './step.ts';

export const takeBack: Step = async (platform) => {
  // Begun just now: \`reconcile\` gives up what stands still for hours.
  await platform.sql`
    update marea.runs set status = 'RUNNING', started_at = now(), ended_at = null
    where batch = 'other' and parent_id is null`;
  await ask(platform, '/api/batches/tiny/inline/retract', { reason: 'a test' }, 202);
  await found(
    platform,
    'the end of it',
    `select from marea.batches where id = 'inline' and retraction is not null`,
  );
  await atRest(platform);
};

export const giveUp: Step = async (platform) => {
  await platform.sql`
    insert into marea.dead_letters (source, event_id, type, dataset, subject, event)
    values ('/test', 'given up', 'dev.marea.drift.checked', 'tiny', 'late', '{}')`;
  await platform.sql`update marea.batches set ended_at = null, outcome = null where id = 'late'`;
  await ask(platform, '/api/dead-letters/discard', { all: true, reason: 'a test' }, 200);
};
