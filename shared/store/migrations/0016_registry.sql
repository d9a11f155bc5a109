-- What MLflow's clients keep beside what the pipeline does. The same tables hold both: a training is a run, a notebook's
-- run is one too.

-- Clients that name no experiment log to this one.
insert into marea.experiments (id, name, artifact_location) overriding system value
  values (0, 'Default', 'mlflow-artifacts:/0') on conflict do nothing;

alter table marea.runs
  add column user_id text,
  -- who asked for it, by the platform's word: `key:<id>`; null for what the pipeline does
  add column principal text,
  add column deleted_at timestamptz;
create index runs_newest on marea.runs (experiment_id, started_at desc, id);
-- A run that goes takes its trials with it: they are looked for.
create index trials_child on marea.trials (child_run_id);

-- What clients show of a run; the pipeline's have it as they are made, those of before get it here.
insert into marea.tags (run_id, key, value)
  select id, key, value from marea.runs, lateral (values
    ('mlflow.runName', name), ('mlflow.user', 'marea'), ('mlflow.source.type', 'JOB'), ('mlflow.source.name', 'marea'))
    as shown (key, value)
  where dataset is not null on conflict do nothing;

-- A point that is logged twice, after an answer that was lost, is one point.
alter table marea.metrics
  add column model_id text,
  add column dataset_name text,
  add column dataset_digest text;
delete from marea.metrics a using marea.metrics b
  where a.ctid > b.ctid and (a.run_id, a.key, a.step, a.at, a.value) = (b.run_id, b.key, b.step, b.at, b.value);
-- In the order in which the history of a metric is read.
create unique index metrics_once on marea.metrics (run_id, key, at, step, value);
drop index marea.metrics_run;

-- The last point of each key, by step, then by time, then by value: what lists of runs show, filter and sort by.
create table marea.latest_metrics (
  run_id text not null references marea.runs on delete cascade,
  key    text not null,
  value  double precision not null,
  step   bigint not null,
  at     timestamptz not null,
  primary key (run_id, key)
);
create index latest_metrics_value on marea.latest_metrics (key, value, run_id);
insert into marea.latest_metrics (run_id, key, value, step, at)
  select distinct on (run_id, key) run_id, key, value, step, at from marea.metrics
  order by run_id, key, step desc, at desc, value desc;

-- Data that runs have used, by digest.
create table marea.input_datasets (
  id            bigint generated always as identity primary key,
  experiment_id bigint not null references marea.experiments on delete cascade,
  name          text not null,
  digest        text not null,
  source_type   text not null,
  source        text not null,
  schema        text,
  profile       text,
  unique (experiment_id, name, digest)
);
create table marea.run_inputs (
  run_id     text not null references marea.runs on delete cascade,
  dataset_id bigint not null references marea.input_datasets on delete cascade,
  -- 'mlflow.data.context' says what it was used for
  tags       jsonb not null default '{}',
  primary key (run_id, dataset_id)
);
create index run_inputs_dataset on marea.run_inputs (dataset_id);

-- Models that were logged, registered or not (MLflow 3).
create table marea.logged_models (
  id            text primary key,
  experiment_id bigint not null references marea.experiments on delete cascade,
  name          text not null,
  model_type    text,
  source_run_id text,
  status        text not null default 'PENDING' check (status in ('UNSPECIFIED', 'PENDING', 'READY', 'UPLOAD_FAILED')),
  artifact_uri  text not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  lifecycle_stage text not null default 'active'
);
create index logged_models_experiment on marea.logged_models (experiment_id, created_at desc, id);
create index logged_models_run on marea.logged_models (source_run_id);
create table marea.logged_model_params (
  model_id text not null references marea.logged_models on delete cascade,
  key text not null, value text not null,
  primary key (model_id, key)
);
create table marea.logged_model_tags (
  model_id text not null references marea.logged_models on delete cascade,
  key text not null, value text not null,
  primary key (model_id, key)
);
create table marea.logged_model_metrics (
  model_id text not null references marea.logged_models on delete cascade,
  run_id   text not null references marea.runs on delete cascade,
  key      text not null,
  value    double precision not null,
  step     bigint not null,
  at       timestamptz not null,
  dataset_name text not null default '',
  dataset_digest text not null default '',
  primary key (model_id, run_id, key, step, at, value)
);
create index logged_model_metrics_run on marea.logged_model_metrics (run_id);
-- Models that a run has used.
create table marea.run_model_inputs (
  run_id   text not null references marea.runs on delete cascade,
  model_id text not null references marea.logged_models on delete cascade,
  primary key (run_id, model_id)
);
create index run_model_inputs_model on marea.run_model_inputs (model_id);
-- Models that a run has made.
create table marea.run_outputs (
  run_id   text not null references marea.runs on delete cascade,
  model_id text not null references marea.logged_models on delete cascade,
  step     bigint not null default 0,
  primary key (run_id, model_id)
);
create index run_outputs_model on marea.run_outputs (model_id);

create table marea.registered_model_tags (
  name text not null references marea.registered_models on update cascade on delete cascade,
  key text not null, value text not null,
  primary key (name, key)
);
create table marea.model_version_tags (
  name text not null, version integer not null,
  key text not null, value text not null,
  primary key (name, version, key),
  foreign key (name, version) references marea.model_versions on update cascade on delete cascade
);
alter table marea.registered_models
  -- the last number that a version has had: numbers of versions that are gone are not used again
  add column last_version integer not null default 0;
update marea.registered_models m set last_version = coalesce((
  select max(version) from (
    select version from marea.model_versions v where v.name = m.name
    union all select version from marea.model_history h where h.name = m.name) used), 0);
alter table marea.model_versions
  add column description text,
  add column user_id text,
  add column run_link text,
  add column model_id text,
  -- where its files are, as its maker said it; `source` is where they are read
  add column storage_location text,
  add column status_message text,
  -- its model is a data set's: its stage and its alias champion are the rollout's to write
  add column governed boolean not null default true;
drop index marea.model_versions_production;
create unique index model_versions_production on marea.model_versions (name) where stage = 'Production' and governed;
-- A model that is renamed takes its versions and aliases with it.
alter table marea.model_versions drop constraint model_versions_name_fkey,
  add constraint model_versions_name_fkey foreign key (name) references marea.registered_models
    on update cascade on delete cascade;
alter table marea.model_aliases drop constraint model_aliases_name_version_fkey,
  add constraint model_aliases_name_version_fkey foreign key (name, version) references marea.model_versions
    on update cascade on delete cascade;
