/** Ports of this machine that lead to Services inside a cluster: `kubectl port-forward`. */
import { spawn } from 'node:child_process';
import { UserError } from '../../cli/command.ts';

export interface Forwarding {
  /** As "127.0.0.1:41235". */
  readonly address: string;
  close(): void;
}

/** @throws UserError with what kubectl complained of */
export function forwardTo(namespace: string, service: string, port: number): Promise<Forwarding> {
  const [command = 'kubectl', ...first] = (process.env.KUBECTL ?? 'kubectl').split(/\s+/);
  const args = [...first, 'port-forward', '-n', namespace, `service/${service}`, `:${port}`];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      const [, local] = /127\.0\.0\.1:(\d+)/.exec(text.toString()) ?? [];
      if (local) resolve({ address: `127.0.0.1:${local}`, close: () => void child.kill() });
    });
    child.on('error', (cause) => reject(new UserError(`${command}: ${cause.message}`, { cause })));
    child.on('exit', (code) =>
      reject(new UserError(`${command} port-forward to ${service} ended with ${code}: ${complaint.trim()}`)),
    );
  });
}
