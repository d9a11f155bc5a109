/**
 * A new version. Under the name of a data set it is offered to the pipeline: it gets the next number, is checked and judged
 * as every candidate, and comes into production, if ever, by way of the rollout.
 */
import { randomUUID } from 'node:crypto';
import type { Event } from '../../../shared/events/event.ts';
import { versionOffered } from '../../../shared/events/types.ts';
import { askingFrom } from '../../../shared/runtime/asking/of-request.ts';
import { type Changing, sourceOf as eventSource, recorded } from '../../../shared/runtime/asking/recorded.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { owe } from '../../../shared/runtime/outbox.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { traceHeaders } from '../../../shared/runtime/trace.ts';
import { type NewVersion, registerVersion } from '../../../shared/tracking/mlflow/versions.ts';
import { remember } from '../../../shared/tracking/production.ts';
import { datasetOf } from '../reach.ts';
import { invalid } from '../refused.ts';
import { type Fields, requiredIn, textIn } from '../wire/fields.ts';
import { within } from '../wire/names.ts';
import { knownModel, versionOr404 } from './found.ts';
import { descriptionIn, tagsIn } from './named.ts';
import { sourceOf } from './source.ts';
import { isGivenTag, writtenVersion } from './written.ts';

const PROMPT_TAG = 'mlflow.prompt.is_prompt';
const LINK_LIMIT = 500;

export async function register(request: HttpRequest, body: Fields): Promise<Answer> {
  const source = requiredIn(body, 'source');
  const made = await wantedIn(request, body, source);
  const version = made.governed ? await offer(request, made) : await plainly(made);
  return json({ model_version: writtenVersion(await versionOr404(database(), made.name, version)) });
}

/** @throws HttpError 400, 403, 404 */
async function wantedIn(request: HttpRequest, body: Fields, source: string): Promise<NewVersion> {
  const name = await knownModel(database(), request, body);
  const tags = tagsIn(body);
  const modelId = textIn(body, 'model_id') || null;
  const isPrompt = tags[PROMPT_TAG] === 'true';
  const asked = { source, runId: textIn(body, 'run_id') ?? '', modelId, isPrompt };
  const { location, runId } = await sourceOf(database(), request, asked);
  const governed = datasetOf(name) !== undefined;
  if (governed) mustBeOffer(name, location, tags);
  return {
    name,
    source: location,
    saidSource: location === source ? null : source,
    runId,
    runLink: within(LINK_LIMIT, textIn(body, 'run_link') ?? '', 'run_link'),
    modelId,
    description: descriptionIn(body) ?? '',
    userId: governed ? request.principal.name : null,
    governed,
    tags,
  };
}

/** @throws HttpError 400 for files that the pipeline cannot check, or has made itself */
function mustBeOffer(name: string, location: string, tags: Readonly<Record<string, string>>): void {
  const given = Object.keys(tags).find(isGivenTag);
  if (given !== undefined)
    throw invalid(`${given} tells what is known of a version of ${name}: it is not set`);
  if (/^(s3:\/|mlflow-artifacts:)\/models\//.test(location))
    throw invalid(`these files are of a version that the pipeline has made: ask for that version of ${name}`);
  if (!location.startsWith('mlflow-artifacts:/'))
    throw invalid(
      `${name} is the model of a data set: a version of it is checked and judged, so its files have to be logged to this server first`,
    );
}

const plainly = async (made: NewVersion): Promise<number> =>
  (await database().begin((tx) => registerVersion(tx, made))) as number;

/** The version, its line in the history, its row in the audit, and the event that offers it: all of them, or none. */
async function offer(request: HttpRequest, made: NewVersion): Promise<number> {
  const changing = askingFrom('registry', request);
  const by = request.principal.name;
  const id = randomUUID();
  return await recorded(
    changing,
    async (tx, { cause, record }) => {
      const version = await registerVersion(tx, made);
      const reason = `registered by ${by} with an MLflow client`;
      await remember(tx, {
        name: made.name,
        version,
        run: made.runId || undefined,
        event: 'registered',
        reason,
      });
      await owe(tx, cause, [offering(changing, id, made.name, { version, by })]);
      await record({
        action: 'version.offered',
        dataset: made.name,
        target: String(version),
        details: { source: made.source, event: id },
      });
      return version;
    },
    id,
  );
}

const offering = (
  changing: Changing,
  id: string,
  dataset: string,
  data: { readonly version: number; readonly by: string },
): Event => ({
  id,
  source: eventSource(changing),
  subject: `${dataset}/${data.version}`,
  type: versionOffered.type,
  time: new Date().toISOString(),
  dataset,
  ...traceHeaders(changing.trace),
  data,
});
