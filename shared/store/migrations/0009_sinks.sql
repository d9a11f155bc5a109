-- An event that is owed names the broker that it is owed to: a replayed batch.received goes to that of the outside.
alter table marea.outbox add column sink text not null default 'pipeline' check (sink in ('pipeline', 'ingest'));

-- What is owed again after a replay was emitted long ago, or comes from the outside and may be of any type: it is not
-- counted among what stages emit.
create or replace function marea.count_emitted() returns trigger language plpgsql as $$
begin
  insert into marea.totals as t (what, dataset, kind, total)
  select 'emitted', coalesce(event->>'dataset', ''), coalesce(event->>'type', ''), count(*)
  from added where stage <> 'replay' group by 2, 3 order by 2, 3
  on conflict (what, dataset, kind, outcome, slot) do update set total = t.total + excluded.total;
  return null;
end $$;
