/** Who offers a batch goes with its event, as the attribute `by`: in the place of what the event says itself, as anybody could. */
import type { Principal } from '../../access/principal.ts';
import { encoded } from '../../events/attribute.ts';
import { parseJson } from '../../formats/json.ts';
import type { Sendable } from './read.ts';

export function offeredBy({ subject }: Principal, { headers, body }: Sendable): Sendable {
  if (!headers['content-type']?.startsWith('application/cloudevents+json'))
    return { headers: { ...headers, 'ce-by': encoded(subject) }, body };
  // It was read as an event before: it is an object.
  const event = parseJson(body.toString()) as object;
  return { headers, body: JSON.stringify({ ...event, by: subject }) };
}
