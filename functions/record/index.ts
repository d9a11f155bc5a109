/** The inference log: what was asked of a model, what it answered, and what turned out to be true. */
import { touchKeys } from '../../shared/access/keys.ts';
import { keyIdsIn } from '../../shared/access/principal.ts';
import { inferenceLogged } from '../../shared/events/types.ts';
import { wellFormedIn } from '../../shared/formats/well-formed.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { recordEntries } from './entries.ts';
import { takeTurn } from './feedback.ts';

export const record = stage(
  { name: 'record', on: inferenceLogged, emits: [inferenceLogged] },
  async (logged, { sql, dataset: { name }, emit, log }) => {
    await takeTurn(sql, name, (logged.feedback ?? []).length > 0);
    const mended = wellFormedIn(logged);
    const refused = await recordEntries(sql, name, mended);
    await touchKeys(sql, keyIdsIn(mended.predictions.flatMap(({ principal }) => principal ?? [])));
    if (refused.length > 0) log.warn({ entries: refused.length }, 'entries that cannot be kept');
    for (const one of refused) emit(inferenceLogged, one);
  },
);

serveStages('record', record);
