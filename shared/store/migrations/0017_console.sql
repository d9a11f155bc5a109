-- What the console's pages read again and again, each by an index: lists by page, the newest first.
create index batches_newest on marea.batches (dataset, started_at desc, id desc);
-- How long a stage took lately.
create index stages_course on marea.stages (dataset, stage, ended_at desc) where status = 'done';
-- Runs of an experiment by page, whether or not they are nested.
create index runs_top on marea.runs (experiment_id, started_at desc, id desc) where parent_id is null;
create index runs_nested on marea.runs (parent_id) where parent_id is not null;
