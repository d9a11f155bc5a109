/** kubectl, as the commands here use it: whatever cluster it points at. */
import { spawn } from 'node:child_process';
import { UserError } from '../cli/command.ts';

export interface Kubectl {
  /** @throws UserError with what kubectl complained of */
  run(args: readonly string[], input?: string): Promise<string>;
  /** The answer to `get ... -o json`. */
  get<T>(...args: string[]): Promise<T>;
  /** As `get`; undefined when there is no such thing. */
  find<T>(...args: string[]): Promise<T | undefined>;
}

/**
 * @param context of the kubeconfig; the current one when it is not given.
 * The variable KUBECTL may say how kubectl is called: `microk8s kubectl`.
 */
export function kubectl(context?: string): Kubectl {
  const [command = 'kubectl', ...first] = (process.env.KUBECTL ?? 'kubectl').split(/\s+/);
  const run = (args: readonly string[], input?: string): Promise<string> =>
    call(command, [...first, ...(context ? ['--context', context] : []), ...args], input);
  const get = async <T>(...args: string[]): Promise<T> =>
    JSON.parse(await run(['get', '-o', 'json', ...args])) as T;
  return {
    run,
    get,
    find: async <T>(...args: string[]) => {
      const text = await run(['get', '-o', 'json', '--ignore-not-found', ...args]);
      return text === '' ? undefined : (JSON.parse(text) as T);
    },
  };
}

function call(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT'
          ? new UserError(`there is no ${command}: install it, or say in KUBECTL how it is called`, { cause })
          : cause,
      ),
    );
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new UserError(complaint.trim() || `${command} ended with ${code}`)),
    );
    // A refusal may come before the input is read: what kubectl says then is the error to tell.
    child.stdin.on('error', () => {}).end(input);
  });
}
