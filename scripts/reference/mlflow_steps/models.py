"""Models that are logged, with their signatures, and loaded again in every way."""
import mlflow
from mlflow.models import infer_signature

from .step import collector, version

steps, step = collector()


def named(name):
    """log_model's argument: it changed its name in MLflow 3."""
    return {"name": name} if version() >= (3, 0) else {"artifact_path": name}


def fitted(scene, c):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=c).fit(scene.x, scene.y)


@step("log_model with signature, example and registration")
def logged(scene):
    scene.fitted = fitted(scene, 1.0)
    with mlflow.start_run(run_name="model") as run:
        scene.logged = mlflow.sklearn.log_model(
            scene.fitted,
            signature=infer_signature(scene.x, scene.fitted.predict(scene.x)),
            input_example=scene.x.head(2),
            registered_model_name=scene.model,
            pip_requirements=["scikit-learn"],
            **named("model"),
        )
    scene.model_run = run.info.run_id
    found = scene.client.get_model_version(scene.model, "1")
    assert (found.version, found.run_id, found.status) in (
        ("1", scene.model_run, "READY"),
        (1, scene.model_run, "READY"),
    ), found


@step("register_model of a run")
def registered(scene):
    found = mlflow.register_model(f"runs:/{scene.model_run}/model", scene.model, tags={"second": "yes"})
    assert str(found.version) == "2", found


@step("load by alias, version, latest, stage and run")
def loaded(scene):
    scene.client.set_registered_model_alias(scene.model, "champion", "1")
    scene.client.transition_model_version_stage(scene.model, "2", "Production")
    expected = scene.fitted.predict(scene.x).tolist()
    for uri in (
        f"models:/{scene.model}@champion",
        f"models:/{scene.model}/1",
        f"models:/{scene.model}/latest",
        f"models:/{scene.model}/Production",
        f"runs:/{scene.model_run}/model",
    ):
        assert mlflow.pyfunc.load_model(uri).predict(scene.x).tolist() == expected, uri
    assert mlflow.sklearn.load_model(f"models:/{scene.model}@champion").C == 1.0


@step("load by the id of a model", since=(3, 0))
def loaded_by_id(scene):
    loaded = mlflow.pyfunc.load_model(f"models:/{scene.logged.model_id}")
    assert loaded.predict(scene.x).tolist() == scene.fitted.predict(scene.x).tolist()


@step("what is told of a model", since=(2, 10))
def info(scene):
    found = mlflow.models.get_model_info(f"models:/{scene.model}/1")
    assert found.signature.inputs.input_names() == ["a", "b"], found


@step("logged models: params, tags, metrics", since=(3, 0))
def family(scene):
    model = mlflow.initialize_logged_model(name="by hand", params={"depth": "3"}, tags={"kind": "tree"})
    mlflow.set_logged_model_tags(model.model_id, {"checked": "yes"})
    mlflow.log_model_params({"leaves": "8"}, model_id=model.model_id)
    mlflow.delete_logged_model_tag(model.model_id, "kind")
    mlflow.finalize_logged_model(model.model_id, "READY")
    data = mlflow.data.from_pandas(scene.x, name="rows")
    with mlflow.start_run(run_name="scores"):
        mlflow.log_metric("auc", 0.75, model_id=model.model_id, dataset=data)
        mlflow.log_metric("auc", 0.8, step=1, model_id=model.model_id, dataset=data)
        mlflow.log_metrics({"r2": 0.5}, model_id=model.model_id)
    found = mlflow.get_logged_model(model.model_id)
    assert found.params == {"depth": "3", "leaves": "8"} and found.tags.get("checked") == "yes", found
    assert "kind" not in found.tags and found.status == "READY", found
    assert {metric.key for metric in found.metrics} == {"auc", "r2"}, found.metrics
    scene.by_hand = model.model_id


@step("logged models are searched", since=(3, 0))
def searched(scene):
    ask = lambda words, **more: [
        model.model_id
        for model in mlflow.search_logged_models(
            [scene.experiment], filter_string=words, output_format="list", **more
        )
    ]
    assert ask("params.depth = '3' AND metrics.auc > 0.7") == [scene.by_hand]
    assert scene.by_hand in ask("name LIKE 'by%'")
    assert ask("metrics.auc > 0.9") == []
    best = ask(None, order_by=[{"field_name": "metrics.auc", "ascending": False}], max_results=1)
    assert best == [scene.by_hand], best


@step("logged models are deleted, and made for models of elsewhere", since=(3, 0))
def external(scene):
    model = mlflow.create_external_model(name="elsewhere", params={"a": "1"})
    scene.client.delete_logged_model(model.model_id)
    gone = mlflow.search_logged_models([scene.experiment], "name = 'elsewhere'", output_format="list")
    assert gone == [], gone


@step("an ONNX model")
def onnx(scene):
    import onnx
    import onnx.helper as make

    graph = make.make_graph(
        [make.make_node("Add", ["x", "x"], ["y"])],
        "twice",
        [make.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [None, 1])],
        [make.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [None, 1])],
    )
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8)
    with mlflow.start_run(run_name="onnx") as run:
        mlflow.onnx.log_model(model, pip_requirements=["onnx", "onnxruntime"], **named("onnx"))
    again = mlflow.onnx.load_model(f"runs:/{run.info.run_id}/onnx")
    assert again.graph.name == "twice"
