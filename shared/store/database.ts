/** Postgres. Few connections for each process, so that many replicas do not exhaust the server. */
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
  return postgres(url, {
    max,
    connect_timeout: 5,
    // An idle replica holds no connection.
    idle_timeout: 20,
    connection: { application_name: name },
    onnotice: () => {},
  });
}
