-- What is counted for ever. Tables from which old rows are pruned, or whose rows change their state, cannot be counted
-- again and again: a count that falls looks like a restart from nothing to whoever reads it as a counter, and a table
-- of millions takes long. Each change adds its own rows here instead.
create table marea.totals (
  what    text not null,
  dataset text not null,
  -- type of an event, or name of a stage
  kind    text not null default '',
  outcome text not null default '',
  -- connections write to different rows, or they would wait for each other's commit; to be summed
  slot    smallint not null default pg_backend_pid() % 16,
  total   bigint not null,
  primary key (what, dataset, kind, outcome, slot)
) with (fillfactor = 50);

-- A stage adds to its totals at its end, in one order (predictions, feedback, events by name, the mark that it is done):
-- so nobody waits for a row for long, and no two for each other.
create function marea.count_emitted() returns trigger language plpgsql as $$
begin
  insert into marea.totals as t (what, dataset, kind, total)
  select 'emitted', coalesce(event->>'dataset', ''), coalesce(event->>'type', ''), count(*)
  from added group by 2, 3 order by 2, 3
  on conflict (what, dataset, kind, outcome, slot) do update set total = t.total + excluded.total;
  return null;
end $$;
create trigger count_emitted after insert on marea.outbox
  referencing new table as added for each statement execute function marea.count_emitted();

create function marea.count_rows() returns trigger language plpgsql as $$
begin
  insert into marea.totals as t (what, dataset, total)
  select tg_argv[0], dataset, count(*) from added group by dataset order by dataset
  on conflict (what, dataset, kind, outcome, slot) do update set total = t.total + excluded.total;
  return null;
end $$;
create trigger count_rows after insert on marea.inference_logs
  referencing new table as added for each statement execute function marea.count_rows('predicted');
create trigger count_rows after insert on marea.feedback
  referencing new table as added for each statement execute function marea.count_rows('told');

create function marea.count_stage() returns trigger language plpgsql as $$
begin
  insert into marea.totals as t (what, dataset, kind, outcome, total)
  values (tg_argv[0], coalesce(new.dataset, ''), new.stage, case tg_argv[0] when 'handled' then new.status else '' end, 1)
  on conflict (what, dataset, kind, outcome, slot) do update set total = t.total + 1;
  return null;
end $$;
create trigger count_handled after update on marea.stages for each row
  when (new.status is distinct from old.status and new.status in ('done', 'failed'))
  execute function marea.count_stage('handled');
create trigger count_retried after update on marea.stages for each row
  when (new.attempts > old.attempts)
  execute function marea.count_stage('retried');

insert into marea.totals (what, dataset, kind, total)
  select 'emitted', coalesce(event->>'dataset', ''), coalesce(event->>'type', ''), count(*) from marea.outbox group by 2, 3;
insert into marea.totals (what, dataset, total)
  select 'predicted', dataset, count(*) from marea.inference_logs group by dataset;
insert into marea.totals (what, dataset, total)
  select 'told', dataset, count(*) from marea.feedback group by dataset;
insert into marea.totals (what, dataset, kind, outcome, total)
  select 'handled', coalesce(dataset, ''), stage, status, count(*) from marea.stages
  where status in ('done', 'failed') group by 2, 3, 4;
insert into marea.totals (what, dataset, kind, total)
  select 'retried', coalesce(dataset, ''), stage, sum(attempts - 1) from marea.stages
  where attempts > 1 group by 2, 3;

-- The latest answers whose truth is known, and the latest drift check.
create index inference_logs_told on marea.inference_logs (dataset, actual_at desc) where actual is not null;
create index drift_history_newest on marea.drift_history (dataset, checked_at desc);
