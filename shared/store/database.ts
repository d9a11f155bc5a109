/** Postgres. Few connections for each process, so that many replicas do not exhaust the server. */
import { connect as connectTo, type Socket } from 'node:net';
import postgres from 'postgres';

export type Sql = postgres.Sql;
/** Inside a transaction. Everything that only queries takes this, so that it joins its caller's transaction. */
export type Transaction = postgres.TransactionSql;
/** Either: what a plain query needs. */
export type Query = Sql | Transaction;

export interface ConnectOptions {
  /** Connections at most; default 2. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
}

/** @param url postgres://user:password@host:port/database */
export function connect(url: string, { max = 2, name = 'marea' }: ConnectOptions = {}): Sql {
  const pool = postgres(url, {
    ...prompt,
    max,
    connect_timeout: 5,
    // An idle replica holds no connection.
    idle_timeout: 20,
    connection: { application_name: name },
    onnotice: () => {},
  });
  urls.set(pool, url);
  return pool;
}

/** Where pools lead to. */
const urls = new WeakMap<Sql, string>();

/**
 * Runs reads that must agree in one transaction that sees one snapshot and writes nothing: what others commit between
 * two of them is in both, or in neither.
 */
export async function inOneSnapshot<T>(sql: Sql, read: (tx: Transaction) => Promise<T>): Promise<T> {
  return (await sql.begin('isolation level repeatable read read only', read)) as T;
}

/** A read that Postgres ends when it takes longer: for what strangers ask. @throws PostgresError 57014 then */
export async function withinTime<T>(
  sql: Sql,
  milliseconds: number,
  read: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return (await sql.begin('read only', async (tx) => {
    await tx`select set_config('statement_timeout', ${String(milliseconds)}, true)`;
    return await read(tx);
  })) as T;
}

/** A transaction on a connection of its own: it may stay open beside others without taking one of a pool's few. */
export async function apart<T>(url: string, name: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const sql = connect(url, { max: 1, name });
  try {
    return (await sql.begin(work)) as T;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** As apart(), to the database of a pool. @param pool of connect() */
export async function beside<T>(pool: Sql, name: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const url = urls.get(pool);
  if (url === undefined) throw new Error('the pool is none that connect() has made');
  return await apart(url, name, work);
}

/**
 * Small messages go out at once. A COPY ends with one, which would wait for the acknowledgement of what went before
 * (Nagle's algorithm): 40 ms each. The driver has the option, but not in its types.
 */
const prompt = {
  socket({ host, port, path }: { host: string[]; port: number[]; path?: string | false }): Socket {
    const name = host[0] ?? '127.0.0.1';
    const socket = path ? connectTo(path) : connectTo({ host: name, port: port[0] ?? 5432, noDelay: true });
    // As the driver's own sockets have it, for the certificate's name.
    return Object.assign(socket, { host: name });
  },
};
