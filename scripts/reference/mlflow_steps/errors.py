"""What is refused, and with which code: the client decides by it."""
import time

import mlflow
from mlflow.entities import Metric, Param

from .step import collector, refused

steps, step = collector()
INVALID, ABSENT, TAKEN = "INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST", "RESOURCE_ALREADY_EXISTS"


@step("what is not there")
def absent(scene):
    client = scene.client
    refused(ABSENT, lambda: client.get_run("0" * 32))
    refused(ABSENT, lambda: client.get_experiment("987654321"))
    refused(ABSENT, lambda: client.get_registered_model("no such model"))
    refused(ABSENT, lambda: client.get_model_version(scene.model, "99"))
    refused(ABSENT, lambda: client.set_tag("f" * 32, "a", "b"))
    assert client.get_experiment_by_name("no such experiment") is None
    assert client.get_latest_versions(scene.model, ["Staging"]) == []


@step("what is taken")
def taken(scene):
    refused(TAKEN, lambda: scene.client.create_experiment(scene.name))
    refused(TAKEN, lambda: scene.client.create_registered_model(scene.model))


@step("filters that are none")
def filters(scene):
    ask = lambda words, **more: scene.client.search_runs([scene.experiment], words, **more)
    for words in (
        "metrics.loss > 'a'",
        "metrics.loss LIKE 'a'",
        "params.depth = 3",
        "nothing.loss > 1",
        "attributes.nothing = 'a'",
        "metrics.loss >",
        "metrics.loss > 1 OR metrics.loss < 0",
        "metrics.loss > 1; metrics.loss < 0",
        "attributes.status IN ('FINISHED')",
    ):
        refused(INVALID, lambda: ask(words))
    refused(INVALID, lambda: ask("", order_by=["nothing.loss"]))
    refused(INVALID, lambda: ask("", page_token="not a token"))
    refused(INVALID, lambda: ask("", max_results=50_001))
    refused(INVALID, lambda: scene.client.search_experiments(filter_string="metrics.a > 1"))
    refused(INVALID, lambda: scene.client.search_registered_models("version > 1"))
    refused(INVALID, lambda: scene.client.search_model_versions("stage = 'Production'"))


@step("what is too long or too much")
def limits(scene):
    from mlflow.protos.service_pb2 import LogBatch
    from mlflow.store.tracking.rest_store import RestStore
    from mlflow.utils.proto_json_utils import message_to_json

    store = scene.client._tracking_client.store
    assert isinstance(store, RestStore), store
    now = int(time.time() * 1000)
    asked = lambda **what: store._call_endpoint(LogBatch, message_to_json(LogBatch(run_id=scene.run, **what)))
    many = [Metric(f"many{i}", 1.0, now, 0).to_proto() for i in range(1001)]
    refused(INVALID, lambda: asked(metrics=many))
    refused(INVALID, lambda: asked(params=[Param(f"many{i}", "1").to_proto() for i in range(101)]))
    refused(INVALID, lambda: asked(metrics=[Metric("m" * 251, 1.0, now, 0).to_proto()]))
    refused(INVALID, lambda: asked(params=[Param("a/../b", "1").to_proto()]))
    assert not [name for name in mlflow.get_run(scene.run).data.metrics if name.startswith("many")]


@step("aliases and names that are none")
def names(scene):
    client = scene.client
    refused(INVALID, lambda: client.set_registered_model_alias(scene.model, "latest", "1"))
    refused(INVALID, lambda: client.set_registered_model_alias(scene.model, "v12", "1"))
    refused(INVALID, lambda: client.set_registered_model_alias(scene.model, "a b", "1"))
    refused(INVALID, lambda: client.create_registered_model(""))
    refused(ABSENT, lambda: client.set_registered_model_alias(scene.model, "fine", "99"))
