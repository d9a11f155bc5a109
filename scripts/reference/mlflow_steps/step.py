"""What a step is, and what steps leave each other."""
import re
from typing import Callable, NamedTuple

import mlflow
import numpy
import pandas
from mlflow import MlflowClient


def version():
    """(major, minor) of the client."""
    return tuple(int(part) for part in re.match(r"(\d+)\.(\d+)", mlflow.__version__).groups())


class Step(NamedTuple):
    name: str
    run: Callable
    since: tuple


class Scene:
    """The experiment, the client, and a small table: y follows from a and b."""

    def __init__(self, name):
        self.name = name
        self.model = f"{name}-model"
        self.client = MlflowClient()
        random = numpy.random.default_rng(7)
        self.x = pandas.DataFrame(numpy.round(random.normal(size=(60, 2)), 3), columns=["a", "b"])
        self.y = (self.x.a + self.x.b > 0).astype(int)


def collector():
    """A list of steps, and the decorator that adds to it."""
    steps = []

    def step(name, since=(0, 0)):
        return lambda run: steps.append(Step(name, run, since)) or run

    return steps, step


def refused(code, ask):
    """The message with which the server refuses, when it does so with this code."""
    try:
        ask()
    except mlflow.exceptions.MlflowException as error:
        assert error.error_code == code, f"{code} was expected, not {error.error_code}: {error}"
        return str(error)
    raise AssertionError(f"{code} was expected, and it is let through")
