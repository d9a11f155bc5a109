-- What is forgotten by its age is found by its age: each night's look reads what is old, not the whole table.
create index outbox_sent on marea.outbox (sent_at) where sent_at is not null;
create index stages_started on marea.stages (started_at);
create index inference_logs_age on marea.inference_logs (at);
create index feedback_age on marea.feedback (at);
create index dead_letters_replayed on marea.dead_letters (replayed_at) where replayed_at is not null;
create index batch_profiles_age on marea.batch_profiles (created_at);
