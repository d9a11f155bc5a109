"""The usual search for comparison: XGBoost with Optuna on the arrays that `npm run bench` writes.

Prints {"seconds": ..., "loss": ...}: the time of the search, the best mean squared error on the validation rows. Rows
count by their weights, as in the search that it is compared with.
Called by scripts/benchmarks/learning-search.ts; by hand, with Python 3, numpy, xgboost and optuna:
python3 scripts/reference/search.py FOLDER TRIALS
"""
import json
import sys
import time

import numpy as np
import optuna
import xgboost

folder, trials = sys.argv[1], int(sys.argv[2])
columns = json.load(open(f"{folder}/shape.json"))["columns"]


def part(name):
    x = np.fromfile(f"{folder}/{name}.x.f32", np.float32).reshape(-1, columns)
    return x, *(np.fromfile(f"{folder}/{name}.{what}.f64", np.float64) for what in ("y", "weight"))


(x, y, weight), (validation, expected, counts) = part("train"), part("validation")


def loss(trial):
    model = xgboost.XGBRegressor(
        n_estimators=trial.suggest_int("n_estimators", 100, 1000),
        learning_rate=trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        max_depth=trial.suggest_int("max_depth", 3, 10),
        min_child_weight=trial.suggest_int("min_child_weight", 1, 10),
        subsample=trial.suggest_float("subsample", 0.5, 1),
        colsample_bytree=trial.suggest_float("colsample_bytree", 0.5, 1),
        reg_alpha=trial.suggest_float("reg_alpha", 1e-3, 10, log=True),
        reg_lambda=trial.suggest_float("reg_lambda", 1e-3, 10, log=True),
        tree_method="hist",
        n_jobs=2,
        random_state=42,
    )
    model.fit(x, y, sample_weight=weight)
    return float(np.average((model.predict(validation) - expected) ** 2, weights=counts))


optuna.logging.set_verbosity(optuna.logging.WARNING)
started = time.perf_counter()
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))
study.optimize(loss, n_trials=trials)
print(json.dumps({"seconds": time.perf_counter() - started, "loss": study.best_value}))
