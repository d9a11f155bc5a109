/** How each builder is told to make, and to push, an image for one or several CPUs. */
import { UserError } from '../cli/command.ts';

export const BUILDERS = ['docker', 'podman', 'buildah'] as const;

export interface Wanted {
  readonly name: string;
  /** linux/amd64, linux/arm64; none means this machine's. */
  readonly platforms: readonly string[];
  readonly push: boolean;
  readonly context: string;
  /** An image in a registry that holds layers of earlier builds, which docker takes; with `push`, it keeps these there. */
  readonly cache?: string;
  /** Where the builder writes the digest of what it has pushed: by that no registry gives anything else. */
  readonly digestFile: string;
}

/** A command with its arguments. */
export type Step = readonly [string, ...string[]];

/** @throws UserError for a builder that is not known, and for what it cannot do */
export function stepsOf(builder: string, wanted: Wanted): Step[] {
  if (builder === 'docker') return docker(wanted);
  if (builder === 'podman' || builder === 'buildah') return [...byManifest(builder, wanted)];
  throw new UserError(`"${builder}" is no builder, expected ${BUILDERS.join(', ')}`);
}

function docker({ name, platforms, push, context, cache, digestFile }: Wanted): Step[] {
  if (platforms.length > 1 && !push)
    throw new UserError('docker keeps an image of several platforms only in a registry: add --push');
  const platform = platforms.length > 0 ? ['--platform', platforms.join(',')] : [];
  const to = push ? ['--push', '--metadata-file', digestFile] : ['--load'];
  const layers = cache === undefined ? [] : layersIn(cache, push);
  return [['docker', 'buildx', 'build', ...platform, ...to, ...layers, '--tag', name, context]];
}

const layersIn = (cache: string, keep: boolean): string[] => [
  '--cache-from',
  `type=registry,ref=${cache}`,
  ...(keep ? ['--cache-to', `type=registry,ref=${cache},mode=max`] : []),
];

/** In what a builder wrote: docker tells it among other things, as JSON. */
export function digestIn(text: string): string | undefined {
  return (
    /"containerimage\.digest":\s*"(sha256:[0-9a-f]{64})"/.exec(text)?.[1] ??
    /^sha256:[0-9a-f]{64}/.exec(text)?.[0]
  );
}

/** One image is tagged and pushed; several are gathered in a manifest list, which is pushed with them. */
function byManifest(builder: string, { name, platforms, push, context, digestFile }: Wanted): Step[] {
  const digest = ['--digestfile', digestFile];
  if (platforms.length < 2) {
    const platform = platforms.length > 0 ? ['--platform', platforms.join(',')] : [];
    const build: Step = [builder, 'build', ...platform, '--tag', name, context];
    return push ? [build, [builder, 'push', ...digest, name]] : [build];
  }
  const build: Step = [builder, 'build', '--platform', platforms.join(','), '--manifest', name, context];
  return push
    ? [build, [builder, 'manifest', 'push', '--all', ...digest, name, `docker://${name}`]]
    : [build];
}
