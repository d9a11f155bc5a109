"""A notebook of ordinary use, step by step, with the stock MLflow client against any tracking server.

Run: MLFLOW_TRACKING_URI=http://127.0.0.1:8080/services/registry python scripts/reference/mlflow_scenario.py [name [room ...]]
with mlflow 2.10 or 3.x, scikit-learn, lightgbm, xgboost, pandas, matplotlib, psutil. Prints each step with ok or what
went wrong, and ends with 1 when any did. `name` is what experiments and models are called: another each time. A room is
a file of mlflow_steps, default all: each stands on `runs`; registry, search and errors stand on `models` as well.

Steps that a client is too old for are left out, and said so. Data and seeds are fixed: a name is asked for the same.
"""
import logging
import os
import pathlib
import sys
import time
import traceback
import warnings

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
warnings.filterwarnings("ignore")

import mlflow

logging.getLogger("mlflow").setLevel(logging.ERROR)
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from mlflow_steps import artifacts, errors, models, registry, runs, search, training  # noqa: E402
from mlflow_steps.step import Scene, version  # noqa: E402


def main():
    scene = Scene(sys.argv[1] if len(sys.argv) > 1 else "notebook")
    print(f"mlflow {mlflow.__version__} at {mlflow.get_tracking_uri()}")
    failed = 0
    rooms = (runs, artifacts, training, models, registry, search, errors)
    chosen = sys.argv[2:] or [name_of(room) for room in rooms]
    for room in rooms:
        for step in room.steps if name_of(room) in chosen else ():
            if step.since > version():
                print(f"left out  {step.name}: needs mlflow {'.'.join(map(str, step.since))}")
                continue
            failed += not passes(step, scene)
    print(f"{failed} failed" if failed else "all ok")
    return 1 if failed else 0


def name_of(room):
    return room.__name__.split(".")[-1]


def passes(step, scene):
    started = time.time()
    try:
        step.run(scene)
    except Exception as error:
        print(f"FAILED    {step.name} ({time.time() - started:.1f} s): {type(error).__name__}: {error}", flush=True)
        if os.environ.get("TRACEBACK"):
            traceback.print_exc()
        return False
    finally:
        while mlflow.active_run():
            mlflow.end_run()
    print(f"ok        {step.name} ({time.time() - started:.1f} s)", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
