-- The event chain: batches and their ledger, what each stage has done, what it owes, what could not be delivered.
create table marea.batches (
  dataset     text not null,
  id          text not null,
  -- the event that brought it: a second event with the same id of batch is another producer's mistake
  source      text not null,
  event_id    text not null,
  origin      text not null check (origin in ('source', 'user')),
  -- the batch as received, in the object store
  object      text,
  filename    text,
  stage       text not null,
  received    integer not null default 0,
  clean       integer not null default 0,
  rejected    integer not null default 0,
  duplicate   integer not null default 0,
  reasons     jsonb not null default '{}',
  -- how the chain ended: 'promoted', 'rejected', 'not trained', with the sentence that says why
  outcome     text,
  reason      text,
  traceparent text,
  started_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  ended_at    timestamptz,
  primary key (dataset, id),
  -- the ledger: each raw row is in exactly one of the three
  constraint ledger check (stage in ('received', 'stored') or received = clean + rejected + duplicate)
);
create index batches_open on marea.batches (updated_at) where ended_at is null;

-- One line for each event that a stage has taken: the identity under which its effects happen once.
create table marea.stages (
  stage      text not null,
  source     text not null,
  event_id   text not null,
  type       text not null,
  dataset    text,
  subject    text,
  status     text not null check (status in ('running', 'done', 'failed')),
  attempts   integer not null default 1,
  error      text,
  started_at timestamptz not null default now(),
  ended_at   timestamptz,
  primary key (stage, source, event_id)
);
create index stages_subject on marea.stages (dataset, subject);

-- Events owed: written with the effects of a stage, sent after the commit, sent again by `reconcile`.
create table marea.outbox (
  id         bigint generated always as identity primary key,
  source     text not null,
  event_id   text not null,
  -- the event that caused it
  cause_source text not null,
  cause_id     text not null,
  stage      text not null,
  event      jsonb not null,
  created_at timestamptz not null default now(),
  sent_at    timestamptz,
  attempts   integer not null default 0,
  unique (source, event_id)
);
create index outbox_unsent on marea.outbox (created_at) where sent_at is null;
create index outbox_cause on marea.outbox (stage, cause_source, cause_id);

create table marea.dead_letters (
  id          bigint generated always as identity primary key,
  source      text not null,
  event_id    text not null,
  type        text not null,
  dataset     text,
  subject     text,
  -- the whole event as it was delivered, without the broker's error attributes
  event       jsonb not null,
  destination text,
  code        integer,
  error       text,
  received_at timestamptz not null default now(),
  deliveries  integer not null default 1,
  replayed_at timestamptz,
  unique nulls not distinct (source, event_id, destination)
);
create index dead_letters_waiting on marea.dead_letters (received_at) where replayed_at is null;

create table marea.drift_history (
  dataset    text not null,
  batch      text not null,
  checked_at timestamptz not null default now(),
  model_version integer,
  drifted    boolean not null,
  target_drifted boolean not null,
  -- share of columns that drifted, 0 to 1
  share      double precision not null,
  train      boolean not null,
  reason     text not null,
  -- the whole report, against the production model's reference and against the batch before
  report     jsonb not null,
  primary key (dataset, batch)
);

-- Profiles of batches (sketches), so that the next batch can be held against the one before.
create table marea.batch_profiles (
  dataset text not null,
  batch   text not null,
  profile jsonb not null,
  created_at timestamptz not null default now(),
  primary key (dataset, batch)
);
