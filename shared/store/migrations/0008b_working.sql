-- Who is at work now is asked at the end of every pod.
create index stages_running on marea.stages (dataset, subject) where status = 'running';
