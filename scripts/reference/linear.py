"""Least squares and logistic regression of scikit-learn 1.9 on 120 rows.

Run: python scripts/reference/linear.py > shared/ml/models/linear/fixtures/sklearn.json   (needs numpy, scikit-learn)
"""
import json

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(5)
rows = 120
x = np.round(random.normal(0, 1, (rows, 3)) * [1, 10, 0.1] + [0, 50, 3], 3).astype(np.float32).astype(float)
number = np.round(x @ [1, 0.2, -3] + random.normal(0, 0.5, rows), 3)
kind = np.clip(np.round(x[:, 0] + random.normal(0, 0.7, rows)) + 1, 0, 2).astype(int)
weight = np.round(random.uniform(0.2, 3, rows), 2)


def least_squares(**more):
    fitted = LinearRegression().fit(x, number, **more)
    return dict(coefficients=fitted.coef_.tolist(), intercept=float(fitted.intercept_))


def logistic(weight=None):
    scaler = StandardScaler().fit(x, sample_weight=weight)
    fitted = LogisticRegression(C=1, tol=1e-10, max_iter=5000).fit(scaler.transform(x), kind, sample_weight=weight)
    return np.round(fitted.predict_proba(scaler.transform(x))[:10], 9).tolist()


print(
    json.dumps(
        dict(
            x=x.tolist(),
            number=number.tolist(),
            kind=kind.tolist(),
            weight=weight.tolist(),
            plain=dict(least_squares=least_squares(), probabilities=logistic()),
            weighted=dict(least_squares=least_squares(sample_weight=weight), probabilities=logistic(weight)),
        )
    )
)
