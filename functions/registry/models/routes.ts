/** Registered models, their versions and aliases. Prompts are models, too. */
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { logging, reading } from '../wire/rows.ts';
import * as aliases from './aliases.ts';
import * as models from './models.ts';
import { register } from './register.ts';
import * as versions from './versions.ts';

/** By alias or stage a version may come into production: the handler asks which role it takes. */
const appointing = (handle: (request: HttpRequest, body: Fields) => Promise<Answer>) =>
  ({ needs: 'appoint', about: 'each', body: 'object', handle }) as const;

const M = '/api/2.0/mlflow/registered-models';
const V = '/api/2.0/mlflow/model-versions';

export const modelRoutes: Routes = {
  [`POST ${M}/create`]: logging(models.create),
  [`GET ${M}/get`]: reading(models.get),
  [`POST ${M}/rename`]: logging(models.rename),
  [`PATCH ${M}/update`]: logging(models.update),
  [`DELETE ${M}/delete`]: logging(models.remove),
  [`POST ${M}/get-latest-versions`]: { needs: 'view', about: 'each', body: 'object', handle: models.latest },
  [`GET ${M}/get-latest-versions`]: reading((request) => models.latest(request, withStages(request))),
  [`POST ${M}/set-tag`]: logging(models.setTag),
  [`DELETE ${M}/delete-tag`]: logging(models.deleteTag),
  [`POST ${M}/alias`]: appointing(aliases.set),
  [`DELETE ${M}/alias`]: logging(aliases.remove),
  [`GET ${M}/alias`]: reading(aliases.get),

  [`POST ${V}/create`]: logging(register),
  [`GET ${V}/get`]: reading(versions.get),
  [`PATCH ${V}/update`]: logging(versions.update),
  [`DELETE ${V}/delete`]: logging(versions.remove),
  [`POST ${V}/transition-stage`]: appointing(versions.transition),
  [`GET ${V}/get-download-uri`]: reading(versions.downloadUri),
  [`POST ${V}/set-tag`]: logging(versions.setTag),
  [`DELETE ${V}/delete-tag`]: logging(versions.deleteTag),
};

/** A query says several by naming them several times. */
const withStages = ({ query }: HttpRequest): Fields => ({
  ...fieldsOf(query),
  stages: query.getAll('stages'),
});
