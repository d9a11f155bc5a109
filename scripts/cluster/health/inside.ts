/** What the look from inside says of stores, migrations, dead letters and models, as parts. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Inside } from '../../../functions/check/inside.ts';
import { BUCKETS } from '../../../shared/store/objects.ts';
import type { Part } from './part.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../shared/store/migrations/', import.meta.url));

export function insideParts(found: Inside | { readonly error: string }): Part[] {
  if ('error' in found) return [{ name: 'look inside', ok: false, detail: found.error }];
  return [...databaseParts(found.database), objectsPart(found.objects)];
}

function databaseParts(database: Inside['database']): Part[] {
  if ('error' in database) return [{ name: 'database', ok: false, detail: database.error }];
  const { migrations, deadLetters, stalled, models } = database;
  const wanted = readdirSync(MIGRATIONS).filter((file) => file.endsWith('.sql')).length;
  const served = Object.entries(models).map(([name, version]) => `${name} ${version}`);
  return [
    { name: 'database', ok: true, detail: 'answers' },
    {
      name: 'migrations',
      ok: migrations >= wanted,
      detail: `${migrations} of ${wanted} applied${migrations < wanted ? ': npm run deploy applies the rest' : ''}`,
    },
    {
      name: 'dead letters',
      ok: deadLetters === 0,
      detail: deadLetters === 0 ? 'none' : `${deadLetters} wait: npm run status tells why, npm run replay`,
    },
    {
      name: 'outbox',
      ok: stalled === 0,
      detail:
        stalled === 0 ? 'nothing waits' : `${stalled} events unsent for over 5 minutes: is the broker down?`,
    },
    // No model yet is a state, not a fault.
    { name: 'models in production', ok: true, detail: served.join(', ') || 'none yet' },
  ];
}

function objectsPart(objects: Inside['objects']): Part {
  if ('error' in objects) return { name: 'object store', ok: false, detail: objects.error };
  const missing = BUCKETS.filter((bucket) => !objects.buckets.includes(bucket));
  return {
    name: 'object store',
    ok: missing.length === 0,
    detail:
      missing.length === 0 ? `buckets ${objects.buckets.join(', ')}` : `no bucket ${missing.join(', ')}`,
  };
}
