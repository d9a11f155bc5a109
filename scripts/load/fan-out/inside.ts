/** The way to what only functions reach: the database, in which trials are planned, and the broker of the pipeline. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../cli/command.ts';
import { kubectl } from '../../cluster/kubectl.ts';
import { NAMESPACE } from '../../cluster/manifests.ts';
import type { Resource } from '../../cluster/resource.ts';
import { readSecret } from '../../cluster/secrets.ts';
import { embeddedKubeconfig } from '../kubernetes.ts';
import type { Target } from '../target.ts';
import { type Forwarding, forwardTo } from './forwarding.ts';

export interface Inside {
  readonly databaseUrl: string;
  /** Where events of the pipeline are POSTed. */
  readonly broker: string;
  /** Which that asks for. */
  readonly headers: Readonly<Record<string, string>>;
  close(): void;
}

const BROKER = 'pipeline';

/** @throws UserError when there is no way */
export async function wayInside(target: Target): Promise<Inside> {
  return target.embedded ? insideEmbedded(target.origin) : await insideCluster();
}

/** Its Postgres says beside its data where it listens; whoever may read there may post to its brokers. */
function insideEmbedded(origin: URL): Inside {
  const broker = new URL(`/${NAMESPACE}/${BROKER}`, origin).href;
  const data = dirname(embeddedKubeconfig(origin).file);
  const headers = { authorization: `Bearer ${written(data, 'token').trim()}` };
  const databaseUrl = process.env.DATABASE_URL ?? embeddedDatabase(data);
  return { databaseUrl, broker, headers, close: () => {} };
}

function embeddedDatabase(data: string): string {
  const port = written(data, 'postgres/postmaster.pid').split('\n')[3];
  return `postgres://marea:${written(data, 'postgres.password').trim()}@127.0.0.1:${port}/marea`;
}

function written(data: string, name: string): string {
  try {
    return readFileSync(join(data, name), 'utf8');
  } catch (cause) {
    const why = (cause as Error).message;
    throw new UserError(`${data} is not the data of a platform that runs (${why}): set DATABASE_URL`, {
      cause,
    });
  }
}

async function insideCluster(): Promise<Inside> {
  const kube = kubectl();
  const forwardings: Forwarding[] = [];
  const through = async (namespace: string, service: string, port: number): Promise<string> => {
    const forwarding = await forwardTo(namespace, service, port);
    forwardings.push(forwarding);
    return forwarding.address;
  };
  const close = (): void => {
    for (const forwarding of forwardings) forwarding.close();
  };
  try {
    const secret = await readSecret(kube, 'marea-database');
    const database = new URL(process.env.DATABASE_URL ?? secret?.DATABASE_URL ?? missing('marea-database'));
    // A name without dots is a Service of the namespace; others are reached as they are.
    if (!process.env.DATABASE_URL && !database.hostname.includes('.'))
      database.host = await through(NAMESPACE, database.hostname, Number(database.port || 5432));
    const { status } = await kube.get<Resource>('broker', BROKER, '-n', NAMESPACE);
    const address = new URL((status?.address as { url?: string } | undefined)?.url ?? missing(BROKER));
    const [service = '', namespace = ''] = address.hostname.split('.');
    address.host = await through(namespace, service, Number(address.port || 80));
    return { databaseUrl: database.href, broker: address.href, headers: {}, close };
  } catch (error) {
    close();
    throw error;
  }
}

function missing(what: string): never {
  throw new UserError(
    `${what} is not there or not ready in namespace ${NAMESPACE}: npm run check tells more`,
  );
}
