/** What the triggers say of who takes which events is what the code says of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Taking, takings } from '../shared/events/takers.ts';

interface Trigger {
  readonly spec: {
    readonly filter?: { readonly attributes: Taking['attributes'] };
    readonly filters?: readonly { readonly any?: readonly { readonly exact: Taking['attributes'] }[] }[];
    readonly subscriber: { readonly ref: { readonly name: string } };
  };
}

const folder = fileURLToPath(new URL('../eventing/base/', import.meta.url));
const triggers = readdirSync(folder)
  .filter((name) => name.startsWith('trigger-') && name !== 'trigger-unknown.yaml')
  .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Trigger);

const inTriggers = triggers.flatMap(({ spec: { filter, filters = [], subscriber } }): Taking[] => {
  const any = filters.flatMap((one) => (one.any ?? []).map(({ exact }) => exact));
  const attributes = filter ? [filter.attributes] : any;
  return attributes.map((of) => ({ by: subscriber.ref.name, attributes: of }));
});

const words = (of: readonly Taking[]): string[] =>
  of.map(({ by, attributes }) => `${by}: ${JSON.stringify(Object.entries(attributes).sort())}`).sort();

test('each event goes to the functions that are known to take it, and to no others', () => {
  expect(words(takings)).toEqual(words(inTriggers));
});
