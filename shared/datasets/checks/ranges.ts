/** Ranges and limits that nothing is within. */
import { type Fault, within } from './fault.ts';
import type { Parts } from './parts.ts';

export function rangeFaults(parts: Parts): Fault[] {
  const conditions = [
    ...parts.rules.map(({ at, is }) => ({ at: `${at}.rejects`, is: is.rejects })),
    ...parts.weights.flatMap(({ at, is }) =>
      is.when.map((one, i) => ({ at: within(`${at}.when`, i), is: one })),
    ),
  ];
  return [
    ...[...parts.columns].flatMap(([name, column]) =>
      column?.range ? turned(`${within('columns', name)}.range`, column.range) : [],
    ),
    ...conditions.flatMap(({ at, is }) => (is.when === 'outside' ? turned(`${at}.range`, is.range) : [])),
    ...parts.accept.flatMap(({ at, is: { least, most } }) => {
      if (least === undefined && most === undefined)
        return [{ at, message: 'has neither "least" nor "most"' }];
      return least === undefined || most === undefined ? [] : turned(at, [least, most]);
    }),
  ];
}

function turned(at: string, [from, to]: readonly [number, number]): Fault[] {
  return from <= to ? [] : [{ at, message: `goes from ${from} to ${to}, expected the lesser one first` }];
}
