"""Reference values of the measures, by scikit-learn 1.9 and numpy.

Run: python scripts/reference/metrics.py > shared/ml/metrics/fixtures/metrics.json   (needs numpy, scikit-learn)
"""
import json

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve


def calibration_error(happened, given, weight, bins=10):
    """In the bins of calibration_curve(strategy='quantile')."""
    cuts = np.unique(np.percentile(given, np.linspace(0, 100, bins + 1)[1:-1]))
    at = np.searchsorted(cuts, given)
    gaps = [abs((weight * (happened - given))[at == b].sum()) for b in np.unique(at)]
    if (weight == 1).all():  # and to be sure that the bins are those of scikit-learn
        share, mean = calibration_curve(happened, given, n_bins=bins, strategy="quantile")
        sizes = np.unique(at, return_counts=True)[1]
        assert np.isclose(sum(sizes * abs(share - mean)), sum(gaps))
    return float(sum(gaps) / weight.sum())


def regression(actual, predicted, lower, upper, weight):
    w = dict(sample_weight=weight)
    return dict(
        r2=m.r2_score(actual, predicted, **w), rmse=m.root_mean_squared_error(actual, predicted, **w),
        mae=m.mean_absolute_error(actual, predicted, **w),
        mdape=m.median_absolute_error(np.ones(len(actual)), predicted / actual, **w),
        r2_log=m.r2_score(np.log(actual), np.log(predicted), **w),
        coverage=float(np.average((actual >= lower) & (actual <= upper), weights=weight)),
        pinball=(m.mean_pinball_loss(actual, lower, alpha=.05, **w) + m.mean_pinball_loss(actual, upper, alpha=.95, **w)) / 2)


def classification(actual, p, weight):
    w = dict(sample_weight=weight)
    label, count = p.argmax(1), p.shape[1]
    aucs = [m.roc_auc_score(actual == k, p[:, k], **w) for k in range(count)]
    values = dict(
        accuracy=m.accuracy_score(actual, label, **w), log_loss=m.log_loss(actual, p, **w),
        brier=float(np.average(((p - np.eye(count)[actual]) ** 2).sum(1), weights=weight)),
        macro_f1=m.f1_score(actual, label, average="macro", **w), auc=float(np.mean(aucs)),
        ece=calibration_error(label == actual, p.max(1), weight))
    for k, name in enumerate("abc"):
        values[f"auc_{name}"] = aucs[k]
        values[f"ece_{name}"] = calibration_error(actual == k, p[:, k], weight)
    return values


rng = np.random.default_rng(3)
actual = np.round(np.exp(rng.normal(12, 1, 60)), 2)
predicted = np.round(actual * np.exp(rng.normal(0, .3, 60)), 2)
lower, upper = np.round(predicted * .6, 2), np.round(predicted * 1.5, 2)
classes = rng.integers(0, 3, 80)
z = rng.normal(0, 1, (80, 3))
z[np.arange(80), classes] += .7
q = np.exp(z)
q /= q.sum(1, keepdims=True)
q = np.round(q, 2)
q[:, 2] = np.round(1 - q[:, 0] - q[:, 1], 2)
w60, w80 = (np.round(rng.uniform(.1, 2, n), 2) for n in (60, 80))
assert np.isclose(m.roc_auc_score(classes, q, multi_class="ovr"), classification(classes, q, np.ones(80))["auc"])
print(json.dumps(dict(
    regression=dict(actual=actual.tolist(), predicted=predicted.tolist(), lower=lower.tolist(), upper=upper.tolist(),
                    weight=w60.tolist(), plain=regression(actual, predicted, lower, upper, np.ones(60)),
                    weighted=regression(actual, predicted, lower, upper, w60)),
    classification=dict(actual=classes.tolist(), probabilities=q.ravel().tolist(), weight=w80.tolist(),
                        plain=classification(classes, q, np.ones(80)), weighted=classification(classes, q, w80)))))
