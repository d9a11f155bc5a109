/** Images of one CPU each under one name, which gives every machine its own. */
import { spawnSync } from 'node:child_process';
import { UserError } from '../cli/command.ts';

/**
 * @param names the name with its tag, then each image by its digest
 * @returns the name by its digest
 * @throws UserError when docker refuses
 */
export function joined([name = '', ...images]: readonly string[]): string {
  if (!/:[\w.-]+$/.test(name) || images.length === 0)
    throw new UserError('join needs a name with a tag, and the images that it is to be');
  docker('create', '--tag', name, ...images);
  const digest = docker('inspect', '--format', '{{.Manifest.Digest}}', name).trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new UserError(`the registry tells no digest of ${name}: ${digest}`);
  return `${name.replace(/:[\w.-]+$/, '')}@${digest}`;
}

function docker(...args: string[]): string {
  const { status, error, stdout } = spawnSync('docker', ['buildx', 'imagetools', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw new UserError(`docker: ${error.message}`);
  if (status !== 0) throw new UserError(`docker buildx imagetools ${args[0]} ended with ${status}`);
  return stdout;
}
