/** The `minio` client for any S3: loaded on the first use, as it is large and many requests need none. */
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Client } from 'minio';

export interface ObjectStoreOptions {
  /** http://host:port or https://host */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region?: string | undefined;
  /** A connection on which nothing moves for so long is given up; default 60 s. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 60_000;

/** Gives the client when it may be used. */
export type Connected = () => Promise<Client>;

/** @param options asked for at the first use */
export function connecting(options: () => ObjectStoreOptions): Connected {
  let client: Promise<Client> | undefined;
  return async () => {
    await turnOfTheLoop();
    client ??= clientFor(options());
    return client;
  };
}

async function clientFor({ endpoint, accessKey, secretKey, region, silenceMs }: ObjectStoreOptions) {
  const { Client: Minio } = await import('minio');
  const url = new URL(endpoint);
  const useSSL = url.protocol === 'https:';
  return new Minio({
    endPoint: url.hostname,
    port: Number(url.port) || (useSSL ? 443 : 80),
    useSSL,
    transportAgent: impatientAgent(useSSL, silenceMs ?? SILENCE_MS),
    accessKey,
    secretKey,
    // A known region saves a request for it.
    region: region ?? 'us-east-1',
    // What is in memory goes in one PUT; streams see to themselves (upload.ts).
    partSize: 5 * 1024 ** 3,
  });
}

/**
 * After long work that held the loop, connections that the store has closed meanwhile still look open: a write on one
 * would fail with EPIPE. In a turn they are noticed and given up.
 */
const turnOfTheLoop = (): Promise<void> =>
  new Promise((resolve) => setTimeout(() => setImmediate(resolve), 0));

/** For requests beside the client's own. */
export function agentFor({ endpoint, silenceMs }: ObjectStoreOptions): Agent {
  return impatientAgent(endpoint.startsWith('https:'), silenceMs ?? SILENCE_MS);
}

/** The client itself would wait for ever on a connection that is open and silent. */
function impatientAgent(secure: boolean, silenceMs: number): Agent {
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (...given) => {
    const socket = createConnection(...given);
    if (socket instanceof Socket)
      socket.setTimeout(silenceMs, () =>
        socket.destroy(new Error(`the object store was silent for ${silenceMs / 1000} s`)),
      );
    return socket;
  };
  return agent;
}
