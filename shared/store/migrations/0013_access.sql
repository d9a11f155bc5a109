-- Who may call: API keys, of whose secrets the platform keeps hashes alone.
create table marea.keys (
  id           text primary key,
  name         text not null,
  -- SHA-256 of the secret, hexadecimal
  hash         text not null,
  roles        text[] not null,
  -- null: all, those to come included
  datasets     text[],
  created_at   timestamptz not null default now(),
  created_by   text not null,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  revoked_by   text,
  -- written at most once a minute
  last_used_at timestamptz
);

-- One row: the number of the last snapshot of the keys in the object store.
create table marea.key_snapshot (
  one    boolean primary key default true check (one),
  serial bigint not null default 0
);
insert into marea.key_snapshot default values;

-- What people have changed, and why. A row holds the hash of the one before: none can be taken out without a trace.
create table marea.audit (
  id       bigint primary key,
  at       timestamptz not null,
  -- of the principal, as `key:<id>`, and its name for people
  subject  text not null,
  name     text not null,
  -- as `key.revoked`
  action   text not null,
  dataset  text,
  -- what it was done to: a batch, a version, a key
  target   text,
  reason   text,
  details  jsonb not null default '{}',
  -- SHA-256, hexadecimal: of the row before ('' of the first), and of this one
  previous text not null,
  hash     text not null
);
create index audit_newest on marea.audit (at desc);

create function marea.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was done stays: rows of % are neither changed nor removed', tg_table_name;
end $$;
create trigger audit_stays before update or delete or truncate on marea.audit
  for each statement execute function marea.refuse_change();

-- Who asked, so that callers see their own predictions; null: before there were keys.
alter table marea.inference_logs add column principal text;
create index inference_logs_own on marea.inference_logs (dataset, principal, at desc) where principal is not null;
-- Who offered a batch.
alter table marea.batches add column offered_by text;
