/** Searches of the registry of models: registered models, and their versions. */
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { modelsNamed } from '../../../shared/tracking/mlflow/models.ts';
import { versionsAt } from '../../../shared/tracking/mlflow/versions.ts';
import { searchModels } from '../../../shared/tracking/search/models.ts';
import { searchVersions } from '../../../shared/tracking/search/versions.ts';
import { writtenModel, writtenVersion } from '../models/written.ts';
import { hiddenFrom } from '../reach.ts';
import type { Fields } from '../wire/fields.ts';
import { listIn, textsIn } from './asked.ts';
import { answered, first, found, inOrder } from './found.ts';

const MODELS = { usual: 100, most: 1000 };
const VERSIONS = { usual: 10_000, most: 200_000 };

export async function models(request: HttpRequest, fields: Fields): Promise<Answer> {
  const asked = { ...listIn(fields, MODELS), orderBy: textsIn(fields, 'order_by') };
  const page = await found((sql) => searchModels(sql, asked, hiddenFrom(request)));
  return await answered('registered_models', first(page), page.nextPageToken, async (names) =>
    inOrder(names, await modelsNamed(database(), names), ({ name }) => name).map(writtenModel),
  );
}

export async function versions(request: HttpRequest, fields: Fields): Promise<Answer> {
  const asked = { ...listIn(fields, VERSIONS), orderBy: textsIn(fields, 'order_by') };
  const page = await found((sql) => searchVersions(sql, asked, hiddenFrom(request)));
  return await answered('model_versions', page.keys, page.nextPageToken, async (keys) => {
    const of = keys.map(([name = '', version]) => ({ name, version: Number(version) }));
    const rows = await versionsAt(database(), of);
    const named = (one: { readonly name: string; readonly version: number }) => `${one.version}/${one.name}`;
    // MLflow's searches tell no aliases of a version: its model has them all.
    return inOrder(of.map(named), rows, named).map((version) => writtenVersion({ ...version, aliases: [] }));
  });
}
