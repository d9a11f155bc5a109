"""Fills the SQLite database of an MLflow server with an experiment of many runs, as a server that was in use for long.

Run: python scripts/reference/mlflow_filled.py mlflow.db 10000 50   (needs nothing beside Python)
Prints the experiment's id. Metrics are uniform in [0, 1), each run a second after the one before.
"""
import random
import sqlite3
import sys

path, runs, metrics = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
database = sqlite3.connect(path, timeout=60)
chance = random.Random(7)
BEGAN = 1_767_225_600_000

experiment = database.execute(
    "insert into experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time)"
    " values ('filled', 'mlflow-artifacts:/filled', 'active', ?, ?)",
    (BEGAN, BEGAN),
).lastrowid
for run in range(runs):
    identity, at = f"{run:032x}", BEGAN + run * 1000
    database.execute(
        "insert into runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)"
        " values (?, ?, 'user', 'FINISHED', ?, ?, 'active', ?, ?)",
        (identity, f"run-{run}", at, at + 1000, f"mlflow-artifacts:/{experiment}/{identity}/artifacts", experiment),
    )
    points = [(f"metric-{key}", chance.random(), at, 0, 0, identity) for key in range(metrics)]
    for table in ("latest_metrics", "metrics"):
        database.executemany(
            f"insert into {table} (key, value, timestamp, step, is_nan, run_uuid) values (?, ?, ?, ?, ?, ?)", points
        )
    texts = [(f"param-{key}", f"value-{chance.randrange(100)}", identity) for key in range(5)]
    database.executemany("insert into params (key, value, run_uuid) values (?, ?, ?)", texts)
    database.execute("insert into tags (key, value, run_uuid) values ('mlflow.runName', ?, ?)", (f"run-{run}", identity))
database.commit()
database.execute("analyze")
print(experiment)
