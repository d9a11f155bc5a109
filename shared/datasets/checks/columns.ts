/** Whether the columns that a declaration names are there, and hold what is needed of them. */
import { didYouMean } from '../nearest.ts';
import { isNumeric } from '../normalise.ts';
import { type Fault, within } from './fault.ts';
import type { Use } from './formula-uses.ts';
import type { Column, Parts } from './parts.ts';
import { columnUses } from './uses.ts';

export function columnFaults(parts: Parts): Fault[] {
  const own = [...parts.columns].flatMap(([name, column]) => (column ? partFaults(name, column) : []));
  // Without any column each use of one would be a fault of its own.
  if (parts.columns.size === 0) return own;
  return [...own, ...columnUses(parts).flatMap((use) => useFaults(use, parts))];
}

const KINDS = { numbers: 'numbers', texts: 'texts or codes', days: 'dates' } as const;

function useFaults({ at, column: name, needs }: Use, { columns, derived }: Parts): Fault[] {
  if (!columns.has(name))
    return [
      {
        at,
        message: absent(
          name,
          [...columns.keys()],
          derived.map((one) => one.at),
        ),
      },
    ];
  const column = columns.get(name);
  if (!column || !needs || holds(column, needs)) return [];
  return [{ at, message: `the column "${name}" is of type ${column.type}, expected one of ${KINDS[needs]}` }];
}

const MOST_NAMED = 12;

function absent(name: string, names: readonly string[], derived: readonly string[]): string {
  const missing = `there is no column "${name}"`;
  if (derived.includes(within('derived', name)))
    return `${missing} in what comes in: it is derived, and known to \`clean\` alone`;
  const near = didYouMean(name, names);
  if (near !== '') return missing + near;
  const left = names.length - MOST_NAMED;
  return `${missing}, only ${names.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function holds(column: Column, needs: NonNullable<Use['needs']>): boolean {
  if (needs === 'days') return column.type === 'date';
  return isNumeric(column) === (needs === 'numbers');
}

/** What means something for columns of some types alone. */
function partFaults(name: string, column: Column): Fault[] {
  const at = within('columns', name);
  const only = (key: keyof Column, types: readonly Column['type'][]): Fault[] =>
    column[key] === undefined || types.includes(column.type)
      ? []
      : [
          {
            at: within(at, key),
            message: `is of columns of type ${types.join(' or ')}, this one is of type ${column.type}`,
          },
        ];
  return [
    ...only('range', ['number', 'integer', 'date']),
    ...only('width', ['code']),
    ...only('dates', ['date']),
    ...only('numbers', ['number', 'integer']),
    ...only('case', ['text', 'code']),
  ];
}
