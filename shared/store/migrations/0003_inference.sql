-- What was asked of a model and what it answered; `actual` comes back by /feedback.
create table marea.inference_logs (
  dataset       text not null,
  request_id    text not null,
  model_version integer not null,
  input         jsonb not null,
  output        jsonb not null,
  milliseconds  double precision,
  at            timestamptz not null,
  actual        jsonb,
  actual_at     timestamptz,
  primary key (dataset, request_id)
);
create index inference_logs_newest on marea.inference_logs (dataset, at desc);
-- A true answer may arrive before the prediction that it belongs to.
create table marea.feedback (
  dataset    text not null,
  request_id text not null,
  actual     jsonb not null,
  at         timestamptz not null,
  primary key (dataset, request_id)
);
