"""Registered models and their versions."""
import mlflow

from .step import collector, refused

steps, step = collector()


@step("descriptions and tags of models and versions")
def described(scene):
    client, name = scene.client, scene.model
    client.update_registered_model(name, description="of a notebook")
    client.set_registered_model_tag(name, "task", "classification")
    client.set_registered_model_tag(name, "gone", "1")
    client.delete_registered_model_tag(name, "gone")
    client.update_model_version(name, "1", description="the first")
    client.set_model_version_tag(name, "1", "checked", "yes")
    client.set_model_version_tag(name, "1", "gone", "1")
    client.delete_model_version_tag(name, "1", "gone")
    model, found = client.get_registered_model(name), client.get_model_version(name, "1")
    assert model.description == "of a notebook" and model.tags == {"task": "classification"}, model
    assert found.description == "the first" and found.tags == {"checked": "yes"}, found


@step("aliases are set, moved and deleted")
def aliases(scene):
    client, name = scene.client, scene.model
    client.set_registered_model_alias(name, "challenger", "1")
    client.set_registered_model_alias(name, "challenger", "2")
    assert str(client.get_model_version_by_alias(name, "challenger").version) == "2"
    assert client.get_registered_model(name).aliases.keys() == {"champion", "challenger"}
    client.delete_registered_model_alias(name, "challenger")
    message = refused("INVALID_PARAMETER_VALUE", lambda: client.get_model_version_by_alias(name, "challenger"))
    assert "alias challenger not found" in message, message


@step("stages, with the one before put away")
def stages(scene):
    client, name = scene.client, scene.model
    client.transition_model_version_stage(name, "1", "Staging")
    client.transition_model_version_stage(name, "1", "production", archive_existing_versions=True)
    assert client.get_model_version(name, "1").current_stage == "Production"
    assert client.get_model_version(name, "2").current_stage == "Archived"
    latest = client.get_latest_versions(name, stages=["Production"])
    assert [str(found.version) for found in latest] == ["1"], latest
    assert client.get_latest_versions(name)
    refused("INVALID_PARAMETER_VALUE", lambda: client.transition_model_version_stage(name, "1", "Nowhere"))


@step("where a version's files are")
def download_uri(scene):
    assert scene.client.get_model_version_download_uri(scene.model, "1")


@step("a version is copied to another model")
def copied(scene):
    found = scene.client.copy_model_version(f"models:/{scene.model}/1", f"{scene.model}-copy")
    assert str(found.version) == "1" and found.name == f"{scene.model}-copy", found
    assert mlflow.pyfunc.load_model(f"models:/{scene.model}-copy/1").predict(scene.x).shape == (60,)


@step("a model is renamed and deleted, with its versions")
def renamed(scene):
    client, before, after = scene.client, f"{scene.model}-copy", f"{scene.model}-renamed"
    client.set_registered_model_alias(before, "kept", "1")
    client.rename_registered_model(before, after)
    assert str(client.get_model_version_by_alias(after, "kept").version) == "1"
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model(before))
    client.delete_model_version(after, "1")
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_model_version(after, "1"))
    client.delete_registered_model(after)
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model(after))


@step("models and versions are searched")
def searched(scene):
    client, name = scene.client, scene.model
    found = client.search_registered_models(f"name ILIKE '{name.upper()}%'", order_by=["name ASC"])
    assert [model.name for model in found] == [name], found
    by_tag = client.search_registered_models(f"tags.task = 'classification' AND name = '{name}'")
    assert [model.name for model in by_tag] == [name], by_tag
    versions = client.search_model_versions(f"name = '{name}'", order_by=["version_number DESC"])
    assert [str(found.version) for found in versions] == ["2", "1"], versions
    by_run = client.search_model_versions(f"run_id = '{scene.model_run}' and tags.second = 'yes'")
    assert [str(found.version) for found in by_run] == ["2"], by_run
    first = client.search_model_versions(f"name = '{name}'", max_results=1)
    rest = client.search_model_versions(f"name = '{name}'", max_results=1, page_token=first.token)
    assert {str(first[0].version), str(rest[0].version)} == {"1", "2"}, (first, rest)


@step("a prompt is registered and loaded", since=(3, 0))
def prompts(scene):
    name = f"{scene.name}-prompt"
    made = mlflow.genai.register_prompt(name=name, template="Hello {{who}}", commit_message="first")
    assert made.version == 1
    assert mlflow.genai.load_prompt(f"prompts:/{name}/1").template == "Hello {{who}}"
    mlflow.genai.set_prompt_alias(name, "live", 1)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@live").format(who="you") == "Hello you"
