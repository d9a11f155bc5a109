"""Autologging, evaluation."""
import mlflow

from .step import collector, version

steps, step = collector()


def without_autolog(library):
    library.autolog(disable=True)


@step("autolog of scikit-learn")
def sklearn(scene):
    from sklearn.linear_model import LogisticRegression

    mlflow.sklearn.autolog(log_input_examples=True)
    try:
        with mlflow.start_run(run_name="sklearn") as run:
            model = LogisticRegression(C=0.5).fit(scene.x, scene.y)
            model.score(scene.x, scene.y)
    finally:
        without_autolog(mlflow.sklearn)
    scene.autologged = run.info.run_id
    data = mlflow.get_run(run.info.run_id).data
    assert data.params["C"] == "0.5" and data.metrics["training_score"] > 0.8, data
    assert mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model").predict(scene.x).shape == (60,)


@step("autolog of GridSearchCV")
def grid(scene):
    from sklearn.model_selection import GridSearchCV
    from sklearn.tree import DecisionTreeClassifier

    mlflow.sklearn.autolog(max_tuning_runs=3)
    try:
        with mlflow.start_run(run_name="grid") as run:
            GridSearchCV(DecisionTreeClassifier(random_state=1), {"max_depth": [1, 2, 3]}, cv=2).fit(scene.x, scene.y)
    finally:
        without_autolog(mlflow.sklearn)
    children = mlflow.search_runs([scene.experiment], f"tags.mlflow.parentRunId = '{run.info.run_id}'")
    assert len(children) == 3, children


@step("autolog of LightGBM")
def lightgbm(scene):
    import lightgbm as library

    mlflow.lightgbm.autolog()
    try:
        with mlflow.start_run(run_name="lightgbm") as run:
            data = library.Dataset(scene.x, scene.y)
            settings = {"objective": "binary", "verbosity": -1, "num_threads": 1}
            library.train(settings, data, num_boost_round=3, valid_sets=[data], valid_names=["train"])
    finally:
        without_autolog(mlflow.lightgbm)
    assert "train-binary_logloss" in mlflow.get_run(run.info.run_id).data.metrics


@step("autolog of XGBoost")
def xgboost(scene):
    import xgboost as library

    mlflow.xgboost.autolog()
    try:
        with mlflow.start_run(run_name="xgboost") as run:
            data = library.DMatrix(scene.x, scene.y)
            settings = {"objective": "binary:logistic", "nthread": 1}
            library.train(settings, data, num_boost_round=3, evals=[(data, "train")], verbose_eval=False)
    finally:
        without_autolog(mlflow.xgboost)
    assert "train-logloss" in mlflow.get_run(run.info.run_id).data.metrics


@step("evaluate")
def evaluate(scene):
    data = scene.x.assign(y=scene.y)
    ask = mlflow.models.evaluate if version() >= (3, 0) else mlflow.evaluate
    with mlflow.start_run(run_name="evaluate") as run:
        found = ask(
            f"runs:/{scene.autologged}/model",
            data,
            targets="y",
            model_type="classifier",
            evaluators="default",
            evaluator_config={"log_explainer": False, "log_model_explainability": False},
        )
    assert found.metrics["accuracy_score"] > 0.8, found.metrics
    assert "accuracy_score" in mlflow.get_run(run.info.run_id).data.metrics


@step("a function that is traced goes on, traces or not", since=(3, 0))
def traced(scene):
    @mlflow.trace
    def double(number):
        return number * 2

    assert double(2) == 4
