"""LightGBM tuned by Optuna (50 trials) on the rows and the split that drafts.ts writes.

python3 scripts/reference/drafts.py FOLDER/NAME.json ...; with numpy, pandas, scikit-learn, lightgbm and optuna.
Prints the score on the rows that neither learning nor the search has seen, in the metric of the draft.
"""
import json
import sys

import lightgbm
import numpy as np
import optuna
import pandas as pd
from sklearn.metrics import log_loss, r2_score

optuna.logging.set_verbosity(optuna.logging.WARNING)
TRIALS = 50


def scored(path):
    told = json.load(open(path))
    x = pd.DataFrame(told["columns"])
    for name in x.columns[[not pd.api.types.is_numeric_dtype(t) for t in x.dtypes]]:
        x[name] = x[name].astype("category")
    part = np.array(told["part"])
    masks = [part == "train", part == "validation", (part == "calibration") | (part == "test")]
    classes = told["target"].get("classes")
    y = np.array([classes.index(v) for v in told["y"]]) if classes else np.array(told["y"], float)
    if told["target"].get("transform") == "log":
        y = np.log(y)
    (x0, y0), (x1, y1), (x2, y2) = [(x[m], y[m]) for m in masks]

    def fit(parameters):
        kind = lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor
        model = kind(n_estimators=1000, n_jobs=1, verbose=-1, random_state=42, **parameters)
        stop = lightgbm.early_stopping(30, verbose=False)
        return model.fit(x0, y0, eval_set=[(x1, y1)], callbacks=[stop])

    def loss(model, x, y):
        if classes:
            return log_loss(y, model.predict_proba(x), labels=list(range(len(classes))))
        return -r2_score(y, model.predict(x))

    def objective(trial):
        parameters = dict(
            learning_rate=trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
            num_leaves=trial.suggest_int("num_leaves", 4, 128, log=True),
            min_child_samples=trial.suggest_int("min_child_samples", 3, 100, log=True),
            subsample=trial.suggest_float("subsample", 0.5, 1),
            subsample_freq=1,
            colsample_bytree=trial.suggest_float("colsample_bytree", 0.4, 1),
            reg_lambda=trial.suggest_float("reg_lambda", 1e-3, 10, log=True),
        )
        return loss(fit(parameters), x1, y1)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))
    study.optimize(objective, n_trials=TRIALS)
    score = loss(fit({**study.best_params, "subsample_freq": 1}), x2, y2)
    return score if classes else -score


for path in sys.argv[1:]:
    print(json.dumps({"file": path.split("/")[-1], "metric": json.load(open(path))["metric"], "score": scored(path)}), flush=True)
