"""Searches of runs and experiments."""
import mlflow
from mlflow.entities import ViewType

from .step import collector

steps, step = collector()


def names(scene, words, **more):
    return list(mlflow.search_runs([scene.experiment], words, **more).get("tags.mlflow.runName", []))


@step("search_runs as a data frame")
def frame(scene):
    found = mlflow.search_runs(experiment_names=[scene.name], filter_string="attributes.run_name = 'plain'")
    (row,) = found.to_dict("records")
    assert row["metrics.accuracy"] == 0.9 and row["params.max features"] == "sqrt", row
    assert row["status"] == "FINISHED" and row["tags.owner"] == "ana", row


@step("search_runs with filters of every kind")
def filters(scene):
    assert names(scene, "metrics.accuracy > 0.8 and params.rate = '0.1'") == ["plain"]
    assert names(scene, "params.`max features` LIKE 'sq%'") == ["plain"]
    assert names(scene, 'tags.owner ILIKE "AN%" AND metrics.loss <= 0.25') == ["plain"]
    assert names(scene, f"attributes.run_id IN ('{scene.run}')") == ["plain"]
    assert names(scene, "attributes.status = 'FAILED'", order_by=["attributes.start_time ASC"]) == ["renamed", "breaks"]
    assert names(scene, "datasets.name = 'rows' and dataset.context = 'training'")
    assert names(scene, "attributes.start_time > 0 and attributes.end_time > 0 and run_name = 'odd'") == ["odd"]
    assert "plain" not in names(scene, "tags.owner != 'ana'")


@step("search_runs by what is not there", since=(3, 0))
def missing(scene):
    assert "plain" not in names(scene, "tags.owner IS NULL")
    assert names(scene, "tags.owner IS NOT NULL") == ["plain"]


@step("search_runs in order, page by page")
def ordered(scene):
    ask = lambda size, token=None: scene.client.search_runs(
        [scene.experiment], "metrics.loss < 100", order_by=["metrics.loss DESC", "run_name"], max_results=size, page_token=token
    )
    whole = [run.info.run_id for run in ask(100)]
    paged, token = [], None
    while True:
        page = ask(3, token)
        paged += [run.info.run_id for run in page]
        token = page.token
        if not token:
            break
    assert paged == whole and len(whole) >= 6, (paged, whole)


@step("search_runs of deleted runs")
def deleted(scene):
    with mlflow.start_run(run_name="to be found") as run:
        pass
    mlflow.delete_run(run.info.run_id)
    assert names(scene, "", run_view_type=ViewType.DELETED_ONLY) == ["to be found"]
    assert "to be found" in names(scene, "", run_view_type=ViewType.ALL)


@step("search_experiments")
def experiments(scene):
    found = mlflow.search_experiments(filter_string=f"name LIKE '{scene.name}%'", order_by=["name DESC"])
    assert [experiment.name for experiment in found] == [f"{scene.name}-renamed", scene.name], found
    by_tag = mlflow.search_experiments(filter_string=f"tags.team = 'blue' AND name = '{scene.name}'", max_results=1)
    assert [experiment.name for experiment in by_tag] == [scene.name], by_tag
    assert [e.name for e in mlflow.search_experiments(filter_string="attribute.name ILIKE 'DEFAULT'")] == ["Default"]
