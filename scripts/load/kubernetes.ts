/** The Kubernetes API over plain HTTP: the embedded platform's own, or that of kubectl's cluster through its proxy. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UserError } from '../cli/command.ts';
import type { Target } from './target.ts';

export interface Kubernetes {
  /** @throws when the answer is no 2xx */
  get<T>(path: string): Promise<T>;
  close(): void;
}

const EMBEDDED = '.marea/kubeconfig';

/** @throws UserError when there is no way to ask */
export async function kubernetesOf({ embedded, origin }: Target): Promise<Kubernetes> {
  return embedded ? embeddedApi(origin) : await proxiedApi();
}

/** @throws UserError unless KUBECONFIG, or the kubeconfig in the usual place, is of the platform at that origin */
export function embeddedKubeconfig(origin: URL): { readonly file: string; readonly server: string } {
  const file = process.env.KUBECONFIG ?? EMBEDDED;
  const server = existsSync(file) ? serverIn(readFileSync(file, 'utf8')) : undefined;
  if (server && new URL(server).port === origin.port) return { file, server };
  throw new UserError(
    `${file} ${server ? `is of ${new URL(server).origin}, not of ${origin.origin}` : 'is not there'}: ` +
      'set KUBECONFIG to the kubeconfig in the data folder of the platform',
  );
}

function serverIn(kubeconfig: string): string | undefined {
  const { clusters } = parse(kubeconfig) as { clusters?: { cluster?: { server?: string } }[] };
  return clusters?.[0]?.cluster?.server;
}

const embeddedApi = (origin: URL): Kubernetes => ({
  get: getter(embeddedKubeconfig(origin).server),
  close: () => {},
});

async function proxiedApi(): Promise<Kubernetes> {
  const [command = 'kubectl', ...first] = (process.env.KUBECTL ?? 'kubectl').split(/\s+/);
  const proxy = spawn(command, [...first, 'proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await addressOf(proxy, command);
  return { get: getter(url), close: () => void proxy.kill() };
}

/** As kubectl prints it: "Starting to serve on 127.0.0.1:41235". */
function addressOf(proxy: ChildProcess, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (text: Buffer): void => {
      said += text.toString();
      const [, address] = /serve on (127\.0\.0\.1:\d+)/.exec(said) ?? [];
      if (address) resolve(`http://${address}`);
    };
    proxy.stdout?.on('data', listen);
    proxy.stderr?.on('data', listen);
    proxy.on('error', (cause) =>
      reject(new UserError(`${command} cannot be run: ${cause.message}`, { cause })),
    );
    proxy.on('exit', (code) => reject(new UserError(`${command} proxy ended with ${code}: ${said.trim()}`)));
  });
}

const TIMEOUT_MS = 10_000;

const getter =
  (server: string) =>
  async <T>(path: string): Promise<T> => {
    const answer = await fetch(server + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await answer.text();
    if (!answer.ok)
      throw new UserError(`${path}: the Kubernetes API answered ${answer.status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  };
