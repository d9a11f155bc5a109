/** What does not go on, or fails and is tried again, in words. */
import type { Stalled } from '../../shared/api/status.ts';
import { clock } from './words.ts';

/** One line for each: what, of which batch, how often, why, until when. */
export function stalledLine({ what, stage, type, batch, since, attempts, error, until }: Stalled): string {
  const of = `${type}${batch ? ` of batch ${batch}` : ''}`;
  if (what === 'stage fails')
    return `${stage} fails: ${of}, since ${since}: ${failing({ error, attempts, until })}`;
  if (what === 'event not taken')
    return `stalled: ${stage} has not taken ${of}, sent ${since}: it does not start, or the event is lost and comes again`;
  return `stalled: ${what}: ${stage}, ${of}, since ${since}${error ? `: ${error}` : ''}`;
}

/** Why, how often, and until when it is tried. */
export function failing({ error, attempts, until }: Pick<Stalled, 'error' | 'attempts' | 'until'>): string {
  const tries = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  const end = until ? `again until about ${clock(until)}, then it is in dead letters` : 'and again';
  return `${error ?? 'no reason given'}; ${tries}, ${end}`;
}
