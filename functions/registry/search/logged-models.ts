/** Search of logged models. */
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { readModels } from '../../../shared/tracking/mlflow/logged-models.ts';
import {
  type Data,
  type LoggedModelOrder,
  searchLoggedModels,
} from '../../../shared/tracking/search/logged-models.ts';
import { hiddenFrom } from '../reach.ts';
import { invalid } from '../refused.ts';
import { type Fields, listIn as objectsIn, requiredIn, textIn, wrong } from '../wire/fields.ts';
import { writtenModel } from '../wire/written.ts';
import { experimentIdsIn, listIn } from './asked.ts';
import { answered, first, found, inOrder } from './found.ts';

const LIMITS = { usual: 100, most: 50_000 };

export async function loggedModels(request: HttpRequest, fields: Fields): Promise<Answer> {
  // None is as many as usual.
  const asked = {
    ...listIn(fields.max_results === 0 ? { ...fields, max_results: undefined } : fields, LIMITS),
    experimentIds: experimentIdsIn(fields),
    datasets: objectsIn(fields, 'datasets').map(dataIn),
    orderBy: objectsIn(fields, 'order_by').map(orderIn),
  };
  const page = await found((sql) => searchLoggedModels(sql, asked, hiddenFrom(request)));
  return await answered('models', first(page), page.nextPageToken, async (ids) =>
    inOrder(ids, await readModels(database(), ids), ({ id }) => id).map(writtenModel),
  );
}

function dataIn(fields: Fields): Data {
  const name = textIn(fields, 'dataset_name');
  if (!name) throw invalid('`dataset_name` in the `datasets` clause must be specified.');
  return { name, digest: textIn(fields, 'dataset_digest') || undefined };
}

function orderIn(fields: Fields): LoggedModelOrder {
  const { ascending = true } = fields;
  if (typeof ascending !== 'boolean') throw wrong('ascending', ascending);
  const [name, digest] = ['dataset_name', 'dataset_digest'].map((one) => textIn(fields, one) || undefined);
  return {
    field: requiredIn(fields, 'field_name'),
    ascending,
    on: { ...(name ? { name } : {}), ...(digest ? { digest } : {}) },
  };
}
