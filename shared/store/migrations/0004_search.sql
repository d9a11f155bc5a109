-- A trial may be given up on the way: its validation loss after so many rounds is kept, to judge later ones by.
alter table marea.trials add column curve jsonb not null default '[]';
alter table marea.trials drop constraint trials_status_check;
alter table marea.trials add constraint trials_status_check
  check (status in ('requested', 'finished', 'stopped', 'failed'));
