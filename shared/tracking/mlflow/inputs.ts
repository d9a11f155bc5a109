/** What runs have used and made: data sets by their digests, logged models. What is noted twice is noted once. */
import type { Query } from '../../store/database.ts';
import type { RunInput } from './run.ts';
import type { Target } from './target.ts';

/** Data that was used, of the experiment of the run; the tags of the first time stay. */
export async function noteInputs(
  sql: Query,
  run: string,
  { experiment }: Pick<Target, 'experiment'>,
  inputs: readonly RunInput[],
): Promise<void> {
  if (inputs.length === 0) return;
  await sql`
    with given as (
      select name, digest, source_type, source, schema, profile, tags
      from jsonb_to_recordset(${sql.json(firstOfEach(inputs) as never)}) as d (
        name text, digest text, source_type text, source text, schema text, profile text, tags jsonb)
      order by name, digest),
    known as (
      insert into marea.input_datasets as d (experiment_id, name, digest, source_type, source, schema, profile)
      select ${experiment}::bigint, name, digest, source_type, source, schema, profile from given
      on conflict (experiment_id, name, digest) do update set name = excluded.name
      returning d.id, d.name, d.digest)
    insert into marea.run_inputs (run_id, dataset_id, tags)
    select ${run}, known.id, coalesce(given.tags, '{}') from known join given using (name, digest)
    on conflict do nothing`;
}

const firstOfEach = (inputs: readonly RunInput[]): RunInput[] => [
  ...new Map(inputs.toReversed().map((input) => [`${input.digest}\n${input.name}`, input])).values(),
];

/** Models that were used. */
export async function noteModelInputs(sql: Query, run: string, models: readonly string[]): Promise<void> {
  if (models.length === 0) return;
  await sql`
    insert into marea.run_model_inputs (run_id, model_id)
    select ${run}, model from unnest(${models as string[]}::text[]) as m (model)
    on conflict do nothing`;
}

/** Models that were made, each at its step. */
export async function noteOutputs(
  sql: Query,
  run: string,
  outputs: readonly { readonly model: string; readonly step: number }[],
): Promise<void> {
  if (outputs.length === 0) return;
  await sql`
    insert into marea.run_outputs (run_id, model_id, step)
    select ${run}, model, step
    from unnest(${outputs.map(({ model }) => model)}::text[], ${outputs.map(({ step }) => step)}::bigint[]) as o (model, step)
    on conflict do nothing`;
}

/** @returns ids of those that are no logged models */
export async function unknownModels(sql: Query, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select id from unnest(${ids as string[]}::text[]) as asked (id)
    where not exists (select from marea.logged_models m where m.id = asked.id)`;
  return rows.map(({ id }) => id);
}
