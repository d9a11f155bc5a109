/** Every place of a declaration that names a column, with what the column has to be there. */
import type { Condition } from '../declaration.ts';
import { type Placed, within } from './fault.ts';
import { formulaUses, type Use } from './formula-uses.ts';
import type { Parts } from './parts.ts';

type Feature = Parts['features'][number];

export function columnUses(parts: Parts): Use[] {
  return [
    ...targetUses(parts),
    ...[parts.identity, parts.group, parts.drift, parts.slices, parts.comparables].flat().map(use()),
    ...parts.listed.map(use('texts')),
    ...parts.rules.flatMap(({ at, is }) => conditionUses({ at: `${at}.rejects`, is: is.rejects })),
    ...parts.weights.flatMap(({ at, is }) =>
      is.when.flatMap((one, i) => conditionUses({ at: within(`${at}.when`, i), is: one })),
    ),
    ...parts.derived.flatMap(({ at, is: { of } }) =>
      of.op === 'yearsBeforeLoad'
        ? [{ at: `${at}.of.column`, column: of.column, needs: 'days' as const }]
        : formulaUses(`${at}.of`, of),
    ),
    ...parts.features.flatMap(featureUses),
    ...historyUses(parts),
    ...parts.example.map((column) => ({ at: within('example', column), column })),
  ];
}

const use =
  (needs?: Use['needs']) =>
  ({ at, is }: Placed<string>): Use => ({ at, column: is, needs });

function targetUses({ target }: Parts): Use[] {
  if (!target) return [];
  const needs = target.is.task === 'regression' ? 'numbers' : 'texts';
  return [{ at: 'target.column', column: target.is.column, needs }];
}

/** Ranges need numbers, sets of values need texts. */
function conditionUses({ at, is }: Placed<Condition>): Use[] {
  const isRange = is.when === 'outside' || is.when === 'at most';
  const isSet = is.when === 'one of' || is.when === 'not one of';
  return [
    { at: `${at}.column`, column: is.column, needs: isRange ? 'numbers' : isSet ? 'texts' : undefined },
  ];
}

export function featureUses({ at, is }: Feature): Use[] {
  if (is.kind === 'formula') return formulaUses(`${at}.of`, is.of);
  const uses: Use[] = [];
  if ('column' in is)
    uses.push({
      at: `${at}.column`,
      column: is.column,
      needs: is.kind === 'groupMean' ? 'numbers' : 'texts',
    });
  if ('per' in is && is.per !== undefined) uses.push({ at: `${at}.per`, column: is.per, needs: 'numbers' });
  if ('key' in is) uses.push(...keyUses(`${at}.key`, is.key));
  if ('levels' in is) uses.push(...is.levels.flatMap((key, i) => keyUses(within(`${at}.levels`, i), key)));
  return uses;
}

function keyUses(at: string, key: readonly (string | { readonly column: string })[]): Use[] {
  return key.map((part, i) =>
    typeof part === 'string'
      ? { at: within(at, i), column: part, needs: 'texts' }
      : { at: `${within(at, i)}.column`, column: part.column, needs: 'texts' },
  );
}

function historyUses({ history }: Parts): Use[] {
  if (!history) return [];
  const { order, count, last } = history.is;
  return [
    { at: 'history.order', column: order },
    { at: 'history.count', column: count, needs: 'numbers' },
    { at: 'history.last', column: last, needs: 'texts' },
  ];
}
