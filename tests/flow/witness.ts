/** Sees who writes what: tables by a trigger on each of them, buckets by a proxy of the object store for each function. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Patch } from '../../scripts/platform/manifests/kustomization.ts';
import type { Sql } from '../../shared/store/database.ts';

/** "<function>: <table or bucket>", each once. */
export type Written = readonly string[];

/**
 * Plain inserts, by who owns the notes: nobody waits for another's. A statement that changes no row is none, a table that is dropped (by a reset,
 * which makes it anew) is written.
 */
export async function witnessTables(sql: Sql, schemas: readonly string[]): Promise<void> {
  await sql.unsafe(`
    create schema witness;
    create table witness.writes (by text not null, place text not null);
    create function witness.note() returns trigger language plpgsql security definer as $$
    begin
      insert into witness.writes values (current_setting('application_name'), tg_table_name);
      return null;
    end $$;
    create function witness.note_drop() returns event_trigger language plpgsql as $$
    begin
      insert into witness.writes select current_setting('application_name'), object_name
      from pg_event_trigger_dropped_objects() where object_type = 'table';
    end $$;
    create event trigger witness on sql_drop execute function witness.note_drop()`);
  for (const { table } of await tablesOf(sql, schemas))
    await sql.unsafe(`
      create trigger witness after insert or update or delete on ${table}
        for each row execute function witness.note()`);
}

const tablesOf = (sql: Sql, schemas: readonly string[]): Promise<{ table: string }[]> => sql`
  select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname = any(${schemas as string[]})`;

export async function writtenTables(sql: Sql): Promise<Written> {
  const rows = await sql<{ by: string; place: string }[]>`select distinct by, place from witness.writes`;
  return unique(rows.map(({ by, place }) => `${functionOf(by)}: ${place}`));
}

export const forgetWritten = (sql: Sql) => sql`truncate witness.writes`;

/** Connections are named as their revision: clean-00001, predict-tiny-00002. */
const functionOf = (application: string): string =>
  application.replace(/-\d+$/, '').replace(/^predict-.*/, 'predict');

export interface StoreWitness {
  /** Sends each function to its own proxy. */
  readonly overrides: readonly Patch[];
  written(): Written;
  stop(): void;
}

/** Have no key to the store, and refuse an address without one. */
const KEYLESS = ['record', 'dead-letter', 'observe'];

/** @param to URL of the store */
export async function witnessStore(to: string, functions: readonly string[]): Promise<StoreWitness> {
  const seen = new Set<string>();
  const names = functions.filter((name) => !KEYLESS.includes(name));
  const proxies = await Promise.all(
    names.map((name) => startProxy(to, (bucket) => void seen.add(`${name}: s3://${bucket}`))),
  );
  return {
    overrides: names.map((name, index) => endpointOf(name, proxies[index]?.url ?? '')),
    written: () => unique(seen),
    stop: () => proxies.forEach(({ stop }) => void stop()),
  };
}

function endpointOf(name: string, value: string): Patch {
  return {
    target: { kind: 'Service', name: name === 'predict' ? 'predict-.*' : name },
    operations: [
      { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'S3_ENDPOINT', value } },
    ],
  };
}

async function startProxy(to: string, onWrite: (bucket: string) => void) {
  const server = createServer((asked, answer) => {
    const [, bucket = ''] = (asked.url ?? '').split(/[/?]/);
    if (asked.method !== 'GET' && asked.method !== 'HEAD') onWrite(bucket);
    passOn(to, asked, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => server.close().closeAllConnections();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** As it came, with its Host: the signature covers it. */
function passOn(to: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, url = '/', headers } = asked;
  const behind = request(new URL(to), { method, path: url, headers }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.headers);
    found.pipe(answer);
  });
  behind.on('error', () => answer.destroy());
  asked.pipe(behind);
}

const unique = (lines: Iterable<string>): string[] => [...new Set(lines)].sort();
