/** Builds the image of the functions: `npm run image -- --help`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand, UserError } from './cli/command.ts';
import { BUILDERS, digestIn, type Step, stepsOf } from './image/builders.ts';

const usage = `npm run image -- <name:tag> [--platform linux/amd64,linux/arm64] [--push] [--cache IMAGE]
  [--digest-file FILE] [--with docker|podman|buildah]

Builds the one image that all functions run from, with the first of docker, podman and buildah that is there.

  --platform  for which CPUs; default this machine's. For several, docker has to push at once (--push)
  --push      to the registry that the name says; prints the digest there, which npm run deploy -- --image takes
  --cache     of layers, in a registry: docker takes what is there, and with --push keeps its own there
  --digest-file  where name@digest of what was pushed is written, for programs
  --with      this builder`;

const root = fileURLToPath(new URL('../', import.meta.url));

await runCommand({
  usage,
  options: {
    platform: { type: 'string' },
    push: { type: 'boolean', default: false },
    cache: { type: 'string' },
    'digest-file': { type: 'string' },
    with: { type: 'string' },
  },
  takes: [1, 1],
  async run({ platform, push, cache, with: chosen, 'digest-file': told }, [name = '']) {
    if (!/:(?!latest$)[\w.-]+$/.test(name))
      throw new UserError(
        `"${name}" has no tag, or latest, which means something else each day: name:version`,
      );
    const builder = chosen ?? BUILDERS.find(isThere);
    if (!builder) throw new UserError(`none of ${BUILDERS.join(', ')} is installed`);
    const folder = mkdtempSync(join(tmpdir(), 'marea-image-'));
    try {
      const digestFile = join(folder, 'digest');
      const wanted = {
        name,
        platforms: platform?.split(',') ?? [],
        push,
        context: root,
        digestFile,
        ...(cache ? { cache } : {}),
      };
      for (const step of stepsOf(builder, wanted)) run(step);
      const digest = existsSync(digestFile) ? digestIn(readFileSync(digestFile, 'utf8')) : undefined;
      const image = digest && `${name.replace(/:[^:/]+$/, '')}@${digest}`;
      if (image) console.log(`\n${image}`);
      if (told !== undefined) writeFileSync(told, pushed(image));
    } finally {
      rmSync(folder, { recursive: true });
    }
    return 0;
  },
});

function pushed(image: string | undefined): string {
  if (image) return image;
  throw new UserError('no digest to write: only what is pushed has one (--push)');
}

const isThere = (builder: string): boolean => spawnSync(builder, ['--version']).status === 0;

function run([command, ...args]: Step): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw new UserError(`${command}: ${error.message}`);
  if (status !== 0) throw new UserError(`${command} ${args[0]} ended with ${status}`);
}
