/** Which model, version, alias or tag a client means, in MLflow's words where it is none. */
import { invalid } from '../refused.ts';
import { type Fields, listIn, missing, requiredIn, textIn } from '../wire/fields.ts';
import { within } from '../wire/names.ts';

const NAME_LIMIT = 256;
const KEY_LIMIT = 250;
const VALUE_LIMIT = 100_000;
const ALIAS_LIMIT = 255;

/** The name of a model, new or known. @throws HttpError 400 */
export function modelNameIn(fields: Fields, field = 'name'): string {
  const name = requiredIn(fields, field);
  if (name.trim() === '') throw missing(field);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  return within(NAME_LIMIT, name, field);
}

/** Its number, which is a text on the wire. @throws HttpError 400 */
export function versionIn(fields: Fields): number {
  const said = typeof fields.version === 'number' ? String(fields.version) : requiredIn(fields, 'version');
  if (!/^\s*[+-]?\d+\s*$/.test(said)) throw invalid(`Parameter 'version' must be an integer, got '${said}'.`);
  const version = Number(said);
  // Larger than any that there may be.
  return Math.abs(version) < 2 ** 31 ? version : 0;
}

/** An alias to be looked for. @throws HttpError 400 */
export function aliasIn(fields: Fields): string {
  const alias = requiredIn(fields, 'alias');
  if (!/^[\w-]*$/.test(alias))
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  return within(ALIAS_LIMIT, alias, 'Registered model alias name');
}

/** An alias to be set. @throws HttpError 400 */
export function newAliasIn(fields: Fields): string {
  const alias = aliasIn(fields);
  if (isLatest(alias)) throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
  return alias;
}

export const isLatest = (alias: string): boolean => alias.toLowerCase() === 'latest';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** @throws HttpError 400 */
export const tagKeyIn = (fields: Fields): string => within(KEY_LIMIT, requiredIn(fields, 'key'), 'key');

/** @throws HttpError 400 */
export const tagIn = (fields: Fields): Tag => ({
  key: tagKeyIn(fields),
  value: within(VALUE_LIMIT, textIn(fields, 'value') ?? '', 'value'),
});

/** The last of those with one key. @throws HttpError 400 */
export const tagsIn = (fields: Fields): Record<string, string> =>
  Object.fromEntries(listIn(fields, 'tags').map((one) => Object.values(tagIn(one))));

/** @throws HttpError 400 for what is longer than a description may be */
export const descriptionIn = (fields: Fields): string | undefined => {
  const text = textIn(fields, 'description');
  return text === undefined ? undefined : within(VALUE_LIMIT, text, 'description');
};
