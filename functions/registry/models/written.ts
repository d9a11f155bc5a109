/**
 * Registered models and versions as MLflow writes them: the number of a version is a text, moments are milliseconds,
 * and lists that are empty are left out. A version of the pipeline says with tags what was decided on it and how good it is.
 */
import type { RegisteredModel } from '../../../shared/tracking/mlflow/models.ts';
import type { Version } from '../../../shared/tracking/mlflow/versions.ts';

type Written = Readonly<Record<string, unknown>>;

/** Tags of versions of a data set's model that follow from what is known of them: nobody sets these. */
export const isGivenTag = (key: string): boolean =>
  key === 'marea.decision' || key.startsWith('marea.metric.');

export const writtenModel = (model: RegisteredModel): Written =>
  held({
    name: model.name,
    creation_timestamp: model.created.getTime(),
    last_updated_timestamp: model.updated.getTime(),
    // There without their aliases, which the model has.
    latest_versions: model.latest.map((version) => writtenVersion({ ...version, aliases: [] })),
    description: model.description,
    tags: pairs(model.tags),
    aliases: model.aliases.map(({ alias, version }) => ({ alias, version: String(version) })),
  });

export const writtenVersion = (version: Version): Written =>
  held({
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.created.getTime(),
    last_updated_timestamp: version.updated.getTime(),
    user_id: version.userId,
    current_stage: version.stage,
    description: version.description ?? version.reason,
    source: version.saidSource ?? locationOf(version),
    run_id: version.runId ?? '',
    status: version.status,
    status_message: version.statusMessage,
    tags: pairs({ ...version.tags, ...givenTags(version) }),
    run_link: version.runLink ?? '',
    aliases: version.aliases,
  });

/** Where clients read its files: those of the pipeline through this server, too. */
export const locationOf = ({ source }: Pick<Version, 'source'>): string =>
  source.replace(/^s3:\/\/models\//, 'mlflow-artifacts:/models/');

function givenTags({ governed, decision, metrics }: Version): Record<string, string> {
  if (!governed) return {};
  const told = Object.entries(metrics).map(([name, value]) => [`marea.metric.${name}`, String(value)]);
  return { ...(decision === null ? {} : { 'marea.decision': decision }), ...Object.fromEntries(told) };
}

const pairs = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({ key, value }));

/** Without the lists that are empty, and what there is none of. */
const held = (fields: Written): Written =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
