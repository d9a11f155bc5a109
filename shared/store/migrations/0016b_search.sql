-- Searches for a param or tag of a value. Whole values may be longer than an index takes: their beginning tells them
-- apart well enough.
create index params_value on marea.params (key, left(value, 100), run_id);
create index tags_value on marea.tags (key, left(value, 100), run_id);
