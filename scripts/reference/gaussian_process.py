"""Writes shared/ml/search/fixtures/gaussian-process.json: beliefs of scikit-learn's GaussianProcessRegressor.

Run from the project's folder with Python 3 and scikit-learn: python3 scripts/reference/gaussian_process.py
"""
import json

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern, WhiteKernel

random = np.random.default_rng(7)
points = random.random((12, 3)).round(3)
values = (np.sin(5 * points[:, 0]) + points[:, 1] ** 2).round(6)
lengths, noise = [0.4, 0.9, 2.5], 0.1
kernel = Matern(lengths, nu=2.5) + WhiteKernel(noise)
inverse = np.linalg.inv(kernel(points))
# The constant by generalised least squares, the variance as the mean of its inverse gamma posterior, prior (2, 2).
centre = inverse.sum(0) @ values / inverse.sum()
variance = ((values - centre) @ inverse @ (values - centre) + 4) / (len(values) + 4)
process = GaussianProcessRegressor(kernel, optimizer=None, alpha=0).fit(points, values - centre)
asked = random.random((6, 3)).round(3)
mean, deviation = process.predict(asked, return_std=True)
json.dump(
    {
        "points": points.tolist(),
        "values": values.tolist(),
        "lengths": lengths,
        "noise": noise,
        "asked": asked.tolist(),
        "mean": (mean + centre).tolist(),
        # of the function without its noise
        "deviation": np.sqrt(variance * (deviation**2 - noise)).tolist(),
    },
    open("shared/ml/search/fixtures/gaussian-process.json", "w"),
)
