"""Reference values of explanations: LightGBM 4.7 (pred_contrib), shap 0.51 (TreeExplainer, LinearExplainer) and, where
shap has no answer (interventional with categories, or of each class), the definition itself over all coalitions.

Run: python scripts/reference/explanations.py shared/ml/explain/fixtures   (needs numpy, lightgbm, shap, scikit-learn)
"""
import json
import sys
from itertools import combinations
from math import factorial

import lightgbm as lgb
import numpy as np
import shap
from sklearn.linear_model import LinearRegression

SET_WORDS = 8


def tree_of(structure, output):
    tree = dict(feature=[], threshold=[], left=[], right=[], missingLeft=[], value=[], cover=[], setStart=[])
    sets = []

    def add(node):
        at = len(tree['feature'])
        for values in tree.values():
            values.append(0)
        tree['setStart'][at] = -1
        if 'leaf_value' in node:
            tree['feature'][at] = tree['left'][at] = tree['right'][at] = -1
            tree['value'][at], tree['cover'][at] = node['leaf_value'], node.get('leaf_count', 1)
            return at
        tree['feature'][at], tree['cover'][at] = node['split_feature'], node['internal_count']
        if node['decision_type'] == '==':
            words = [0] * SET_WORDS
            for category in map(int, node['threshold'].split('||')):
                words[category // 32] |= 1 << (category % 32)
            tree['setStart'][at] = len(sets)
            sets.extend(words)  # LightGBM sends a missing category right
        else:
            assert node['missing_type'] == 'NaN', node
            tree['threshold'][at] = float(np.float32(node['threshold']))
            tree['missingLeft'][at] = int(node['default_left'])
        tree['left'][at] = add(node['left_child'])
        tree['right'][at] = add(node['right_child'])
        return at

    add(structure)
    return tree | dict(sets=sets, output=output)


def trees_of(model, outputs):
    return [tree_of(info['tree_structure'], i % outputs) for i, info in enumerate(model.dump_model()['tree_info'])]


def by_definition(predict, row, background):
    """Interventional Shapley values, over all coalitions of the features."""
    f = len(row)
    worth = {}
    for size in range(f + 1):
        for known in combinations(range(f), size):
            mixed = background.copy()
            mixed[:, list(known)] = row[list(known)]
            worth[known] = predict(mixed).mean()
    phi = np.zeros(f)
    for known, value in worth.items():
        for j in range(f):
            if j not in known:
                joined = tuple(sorted((*known, j)))
                phi[j] += factorial(len(known)) * factorial(f - len(known) - 1) / factorial(f) * (worth[joined] - value)
    return [*phi, worth[()]]


def plain(values):
    return [[None if np.isnan(v) else float(v) for v in row] for row in values]


def case(model, outputs, rows, background, interventional):
    contrib = model.predict(rows, pred_contrib=True)
    return dict(outputs=outputs, trees=trees_of(model, outputs), rows=plain(rows), background=plain(background),
                raw=np.asarray(model.predict(rows, raw_score=True)).reshape(len(rows), -1).round(10).tolist(),
                pathDependent=contrib.reshape(len(rows), outputs, -1).round(10).tolist(),
                interventional=np.asarray(interventional).round(10).tolist())


def from_shap(model, rows, background):
    """rows x 1 output x (features + base)."""
    explainer = shap.TreeExplainer(model, data=background, feature_perturbation='interventional', model_output='raw')
    return [[[*values, float(explainer.expected_value)]] for values in explainer.shap_values(rows).tolist()]


rng = np.random.default_rng(5)
n, f = 900, 6
x = np.round(rng.normal(0, 1, (n, f)), 2).astype(np.float32).astype(float)
z = np.nan_to_num(np.where(rng.random((n, f)) < .15, np.nan, x), nan=.4)
x = np.where(z == .4, np.nan, x)
y = z[:, 0] * 2 + z[:, 1] * z[:, 2] + np.where(np.isnan(x[:, 3]), 1, np.sin(z[:, 3])) + rng.normal(0, .1, n)
common = dict(min_data_in_leaf=10, verbose=-1, seed=1, num_threads=1, learning_rate=.2)
rows, background = x[:12], x[100:120]

model = lgb.train(dict(objective='regression', num_leaves=16, **common), lgb.Dataset(x, y), 8)
regression = case(model, 1, rows, background, from_shap(model, rows, background))
assert np.allclose(regression['interventional'][0][0],
                   by_definition(lambda m: model.predict(m), rows[0], background), atol=1e-6)

classes = (y > np.quantile(y, .4)).astype(int) + (y > np.quantile(y, .8))
model = lgb.train(dict(objective='multiclass', num_class=3, num_leaves=8, **common), lgb.Dataset(x, classes), 4)
exact = [[by_definition(lambda m: model.predict(m, raw_score=True)[:, k], row, background) for k in range(3)] for row in rows]
multiclass = case(model, 3, rows, background, exact)

c = x.copy()
c[:, 4] = rng.integers(0, 40, n)
c[:, 5] = rng.integers(0, 6, n)
c[rng.random(n) < .1, 4] = np.nan
effect = rng.normal(0, 1, 40)
t = y + effect[np.nan_to_num(c[:, 4], nan=0).astype(int)] + (c[:, 5] % 2)
model = lgb.train(dict(objective='regression', num_leaves=16, min_data_per_group=5, cat_smooth=1, max_cat_to_onehot=2, **common),
                  lgb.Dataset(c, t, categorical_feature=[4, 5]), 8)
rows, background = c[:12], c[100:120]
exact = [[by_definition(lambda m: model.predict(m), row, background)] for row in rows]
categories = case(model, 1, rows, background, exact)
assert any(start >= 0 for tree in categories['trees'] for start in tree['setStart'])

u = np.round(rng.normal(0, 1, (120, 3)) * [1, 10, .1] + [0, 50, 3], 3).astype(np.float32).astype(float)
ols = LinearRegression().fit(u, u @ [1, .2, -3] + rng.normal(0, .5, 120))
explainer = shap.LinearExplainer(ols, shap.maskers.Independent(u[:20], max_samples=100))
linear = dict(coefficients=ols.coef_.tolist(), intercept=float(ols.intercept_), rows=u[20:28].tolist(), background=u[:20].tolist(),
              interventional=[[*values, float(explainer.expected_value)] for values in explainer.shap_values(u[20:28]).tolist()])

for name, content in dict(regression=regression, multiclass=multiclass, categories=categories, linear=linear).items():
    with open(f'{sys.argv[1]}/{name}.json', 'w') as file:
        json.dump(content, file)
