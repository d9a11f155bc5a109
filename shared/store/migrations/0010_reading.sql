-- What reading a batch has found, beside its rows. Nothing is guessed without a word.
alter table marea.batches
  -- how the file was read: format, encoding, separator, columns that were left out
  add column reading jsonb not null default '{}',
  -- by column, how its values are written where that is not the plain form: {"price": "1,234.5"}
  add column forms jsonb not null default '{}',
  -- by column, how many values were present and could not be read, of how many, with examples
  add column unreadable jsonb not null default '{}',
  -- why its clean rows were kept apart instead of learned from; null: they were not
  add column held text,
  -- taken back by a person: its rows are in clean_data no more; raw rows and counts stay
  add column retracted_at timestamptz,
  add column retracted_because text,
  add column retracted_by text;
