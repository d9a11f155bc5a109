/** What a ping asks for: whose batches, for which data set. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { BadEvent, PermanentError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';

const schema = Type.Object({
  dataset: Type.Optional(
    Type.String({
      description: 'Or the event’s extension attribute "dataset"',
    }),
  ),
  group: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'group_number of the API; default 1',
    }),
  ),
  day: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Default Tuesday',
    }),
  ),
  restart: Type.Optional(Type.Boolean({ description: 'Begin again when all batches have been had' })),
});
const validator = Compile(schema);

export type Order = Required<Static<typeof schema>>;

/** @throws BadEvent when the data do not fit, PermanentError when there is no such data set */
export function orderOf(event: Event): Order {
  const data = event.data ?? {};
  if (!validator.Check(data)) {
    const what = validator.Errors(data).map((error) => `${error.instancePath || 'data'} ${error.message}`);
    throw new BadEvent(`data of the ping do not fit: ${what.join('; ')}`);
  }
  const dataset = data.dataset ?? event.dataset;
  if (!dataset)
    throw new BadEvent('the ping names no data set: {"dataset": "..."} or the attribute "dataset"');
  try {
    datasetNamed(dataset);
  } catch (cause) {
    throw new PermanentError((cause as Error).message, { cause });
  }
  return {
    dataset,
    group: data.group ?? 1,
    day: data.day ?? 'Tuesday',
    restart: data.restart ?? false,
  };
}
