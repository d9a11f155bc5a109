-- What a person takes back: a dead letter that nobody needs, a batch that was wrong.

-- One that was discarded waits no more, and its event is not sent again: replayed_at stays empty.
alter table marea.dead_letters
  add column discarded_at timestamptz,
  add column discarded_because text,
  add column discarded_by text,
  -- since when it does not wait
  add column settled_at timestamptz generated always as (coalesce(replayed_at, discarded_at)) stored;
drop index marea.dead_letters_waiting;
drop index marea.dead_letters_replayed;
create index dead_letters_waiting on marea.dead_letters (received_at) where settled_at is null;
create index dead_letters_settled on marea.dead_letters (settled_at) where settled_at is not null;

-- When a stage failed last: it is tried again after pauses, which are known.
alter table marea.stages add column failed_at timestamptz;

-- Trainings that somebody asked for, the newest first: a few among all that is emitted.
create index outbox_asked on marea.outbox ((event->>'dataset'), created_at)
  where event->>'type' = 'dev.marea.training.requested';

-- The batches whose rows a training learned from, as its snapshot had them. Trainings of before have none here.
create table marea.learned (
  run_id text not null references marea.runs on delete cascade,
  batch  text not null,
  rows   integer not null,
  primary key (run_id, batch)
);

-- What came of taking a batch back: rows that left, rows that came in, who had learned from it, what was asked for.
alter table marea.batches add column retraction jsonb;
