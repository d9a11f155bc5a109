-- Batches with too few rows for a verdict on drift wait, and get one together: in which batch's check the rows of a batch
-- were counted, empty while none has. What earlier releases have told stays as it is.
alter table marea.drift_history add column judged_in text;
update marea.drift_history set judged_in = batch;
create index drift_history_waiting on marea.drift_history (dataset, checked_at desc) where judged_in is null;
