-- Runs, versions and aliases, in MLflow's model: every training is a run, every trial a nested run.
create table marea.experiments (
  id           bigint generated always as identity primary key,
  name         text not null unique,
  artifact_location text,
  lifecycle_stage text not null default 'active' check (lifecycle_stage in ('active', 'deleted')),
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create table marea.experiment_tags (
  experiment_id bigint not null references marea.experiments on delete cascade,
  key text not null, value text not null,
  primary key (experiment_id, key)
);

create table marea.runs (
  id            text primary key,
  experiment_id bigint not null references marea.experiments on delete cascade,
  parent_id     text references marea.runs on delete cascade,
  name          text not null,
  status        text not null check (status in ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED')),
  dataset       text,
  -- the batch that caused it
  batch         text,
  artifact_uri  text,
  started_at    timestamptz not null default now(),
  ended_at      timestamptz,
  lifecycle_stage text not null default 'active'
);
create index runs_experiment on marea.runs (experiment_id, started_at desc);
-- one training at a time for each data set
create unique index runs_active on marea.runs (dataset) where parent_id is null and status = 'RUNNING' and dataset is not null;
create table marea.params (
  run_id text not null references marea.runs on delete cascade,
  key text not null, value text not null,
  primary key (run_id, key)
);
create table marea.metrics (
  run_id text not null references marea.runs on delete cascade,
  key text not null,
  value double precision not null,
  step bigint not null default 0,
  at timestamptz not null default now()
);
create index metrics_run on marea.metrics (run_id, key, step);
create table marea.tags (
  run_id text not null references marea.runs on delete cascade,
  key text not null, value text not null,
  primary key (run_id, key)
);

-- The search's own view of a trial; its numbers are the nested run's metrics too.
create table marea.trials (
  run_id     text not null references marea.runs on delete cascade,
  trial      integer not null,
  round      integer not null,
  child_run_id text not null references marea.runs on delete cascade,
  family     text not null,
  parameters jsonb not null,
  seed       integer not null,
  status     text not null check (status in ('requested', 'finished', 'failed')),
  score      double precision,
  metrics    jsonb not null default '{}',
  seconds    double precision,
  error      text,
  primary key (run_id, trial)
);

create table marea.registered_models (
  name text primary key,
  description text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table marea.model_versions (
  name       text not null references marea.registered_models on delete cascade,
  version    integer not null,
  run_id     text,
  source     text not null,
  stage      text not null default 'None' check (stage in ('None', 'Staging', 'Production', 'Archived')),
  status     text not null default 'READY',
  metrics    jsonb not null default '{}',
  reason     text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (name, version)
);
create unique index model_versions_production on marea.model_versions (name) where stage = 'Production';
create table marea.model_aliases (
  name text not null, alias text not null, version integer not null,
  primary key (name, alias),
  foreign key (name, version) references marea.model_versions on delete cascade
);
-- Which version was in production when, and why it came and went.
create table marea.model_history (
  id         bigint generated always as identity primary key,
  name       text not null,
  version    integer,
  run_id     text,
  event      text not null,
  reason     text not null,
  metrics    jsonb not null default '{}',
  at         timestamptz not null default now()
);
create index model_history_name on marea.model_history (name, at desc);
