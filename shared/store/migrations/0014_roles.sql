-- Functions have roles of their own, which own nothing. The roles and what they may do are made beside the migrations.

-- What is counted is counted by who owns the counts, whoever writes.
alter function marea.count_emitted() security definer set search_path = pg_catalog, pg_temp;
alter function marea.count_rows() security definer set search_path = pg_catalog, pg_temp;
alter function marea.count_stage() security definer set search_path = pg_catalog, pg_temp;

-- How the tables of a data set are made: who resets it has them made anew, and need not own them.
create table marea.dataset_tables (
  dataset text primary key,
  script  text not null
);
create function marea.remake_tables(name text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  known text;
begin
  select script into known from marea.dataset_tables where dataset = name;
  if known is null then raise exception 'no tables were ever made of the data set %', name; end if;
  execute format('drop schema if exists %I cascade', name);
  execute known;
end $$;
revoke execute on function marea.remake_tables(text) from public;

-- Which rows of the log who sees is said by policies; all of them, where none says otherwise.
alter table marea.inference_logs enable row level security;
create policy all_rows on marea.inference_logs using (true);
