"""Experiments, runs, params, metrics, tags."""
import time

import mlflow
from mlflow.entities import Metric, Param, RunTag

from .step import collector, refused

steps, step = collector()


@step("set_experiment makes a new one")
def new_experiment(scene):
    scene.experiment = mlflow.set_experiment(scene.name).experiment_id
    assert mlflow.get_experiment_by_name(scene.name).experiment_id == scene.experiment
    assert mlflow.get_experiment("0").name == "Default"


@step("tags of an experiment")
def experiment_tags(scene):
    mlflow.set_experiment_tag("team", "blue")
    mlflow.set_experiment_tags({"purpose": "to try", "odd name/é": "ü"})
    tags = mlflow.get_experiment(scene.experiment).tags
    assert tags["team"] == "blue" and tags["odd name/é"] == "ü", tags


@step("a tag of an experiment is deleted", since=(3, 3))
def delete_experiment_tag(scene):
    scene.client.delete_experiment_tag(scene.experiment, "purpose")
    assert "purpose" not in mlflow.get_experiment(scene.experiment).tags


@step("a run with params, metrics and tags")
def plain_run(scene):
    with mlflow.start_run(run_name="plain", description="a plain one") as run:
        scene.run = run.info.run_id
        mlflow.log_param("depth", 3)
        mlflow.log_params({"rate": 0.1, "max features": "sqrt"})
        mlflow.log_metric("loss", 0.5, step=0)
        mlflow.log_metric("loss", 0.25, step=1)
        mlflow.log_metrics({"accuracy": 0.9, "f1": 0.8}, step=2)
        mlflow.set_tag("owner", "ana")
        mlflow.set_tags({"release": "1.0", "draft": "yes"})
        mlflow.delete_tag("draft")
    data = mlflow.get_run(scene.run).data
    assert data.params == {"depth": "3", "rate": "0.1", "max features": "sqrt"}, data.params
    assert data.metrics == {"loss": 0.25, "accuracy": 0.9, "f1": 0.8}, data.metrics
    assert data.tags["owner"] == "ana" and "draft" not in data.tags, data.tags


@step("values that are no finite numbers")
def odd_values(scene):
    with mlflow.start_run(run_name="odd") as run:
        mlflow.log_metric("nan", float("nan"))
        mlflow.log_metric("high", float("inf"))
        mlflow.log_metric("low", float("-inf"))
        mlflow.log_metric("tiny", 1e-300, step=-5)
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert metrics["nan"] != metrics["nan"] and metrics["high"] > 1e308 and metrics["low"] < -1e308, metrics
    assert metrics["tiny"] == 1e-300


@step("the history of a metric")
def history(scene):
    points = scene.client.get_metric_history(scene.run, "loss")
    assert [(point.step, point.value) for point in points] == [(0, 0.5), (1, 0.25)], points
    assert scene.client.get_metric_history(scene.run, "never logged") == []


@step("the same param again is nothing, another value refused")
def param_again(scene):
    scene.client.log_param(scene.run, "depth", 3)
    refused("INVALID_PARAMETER_VALUE", lambda: scene.client.log_param(scene.run, "depth", 4))


@step("a batch by the client")
def batch(scene):
    now = int(time.time() * 1000)
    points = [Metric(f"m{i}", i / 8, now, i % 3) for i in range(40)] + [Metric("m0", 9.0, now, 7)]
    scene.client.log_batch(scene.run, points, [Param("p", "1")], [RunTag("t", "2")])
    scene.client.log_batch(scene.run, points, [Param("p", "1")], [RunTag("t", "2")])
    assert mlflow.get_run(scene.run).data.metrics["m0"] == 9.0
    assert len(scene.client.get_metric_history(scene.run, "m0")) == 2


@step("nested runs")
def nested(scene):
    with mlflow.start_run(run_name="parent") as parent:
        for depth in range(3):
            with mlflow.start_run(run_name=f"child {depth}", nested=True):
                mlflow.log_param("depth", depth)
                mlflow.log_metric("loss", 1 / (depth + 1))
    found = mlflow.search_runs(
        [scene.experiment], f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'", order_by=["metrics.loss"]
    )
    assert list(found["params.depth"]) == ["2", "1", "0"], found


@step("a run is resumed, updated and ended as failed")
def resumed(scene):
    with mlflow.start_run(run_name="resumed") as run:
        mlflow.log_metric("loss", 3)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("loss", 2, step=1)
    scene.client.update_run(run.info.run_id, status="FAILED", name="renamed")
    info = mlflow.get_run(run.info.run_id).info
    assert (info.status, info.run_name) == ("FAILED", "renamed"), info
    try:
        with mlflow.start_run(run_name="breaks"):
            raise RuntimeError("in the notebook")
    except RuntimeError:
        pass
    assert mlflow.last_active_run().info.status == "FAILED"


@step("runs are deleted and restored")
def deleted(scene):
    with mlflow.start_run(run_name="short-lived") as run:
        pass
    mlflow.delete_run(run.info.run_id)
    assert scene.client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    assert run.info.run_id not in set(mlflow.search_runs([scene.experiment])["run_id"])
    refused("INVALID_PARAMETER_VALUE", lambda: scene.client.log_metric(run.info.run_id, "loss", 1))
    scene.client.restore_run(run.info.run_id)
    assert scene.client.get_run(run.info.run_id).info.lifecycle_stage == "active"


@step("an experiment is renamed, deleted and restored")
def experiments(scene):
    made = mlflow.create_experiment(f"{scene.name}-other", tags={"kind": "other"})
    scene.client.rename_experiment(made, f"{scene.name}-renamed")
    mlflow.delete_experiment(made)
    assert mlflow.get_experiment(made).lifecycle_stage == "deleted"
    scene.client.restore_experiment(made)
    assert mlflow.get_experiment(made).name == f"{scene.name}-renamed"


@step("metrics are logged asynchronously")
def asynchronous(scene):
    with mlflow.start_run(run_name="async") as run:
        for at in range(5):
            mlflow.log_metric("loss", 1 / (at + 1), step=at, synchronous=False)
        mlflow.log_params({"x": 1}, synchronous=False)
        if hasattr(mlflow, "flush_async_logging"):
            mlflow.flush_async_logging()
    assert len(scene.client.get_metric_history(run.info.run_id, "loss")) == 5


@step("metrics of the system")
def system_metrics(scene):
    mlflow.set_system_metrics_sampling_interval(0.5)
    mlflow.set_system_metrics_samples_before_logging(1)
    with mlflow.start_run(run_name="system", log_system_metrics=True) as run:
        time.sleep(2)
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert "system/cpu_utilization_percentage" in metrics, metrics


@step("data that a run has used")
def inputs(scene):
    data = mlflow.data.from_pandas(scene.x, source="rows.csv", name="rows")
    with mlflow.start_run(run_name="input") as run:
        mlflow.log_input(data, context="training")
        mlflow.log_input(data, context="training")
    (used,) = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    assert used.dataset.name == "rows" and used.tags[0].value == "training", used
