-- Whether a true answer has found its prediction: one that never does was told of a wrong id, or of a log that was lost.
alter table marea.feedback add column matched boolean not null default false;
update marea.feedback f set matched = true from marea.inference_logs l
  where l.dataset = f.dataset and l.request_id = f.request_id;
create index feedback_unmatched on marea.feedback (dataset, at) where not matched;
