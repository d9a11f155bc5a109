/** Overlays where what runs is what was released: a tag can be moved to another image, a digest cannot. */
import { UserError } from '../cli/command.ts';
import type { Resource } from './resource.ts';

const BY_DIGEST: readonly string[] = ['production'];

/** @throws UserError naming the images that are told by a tag where only a digest will do */
export function refuseTags(overlay: string, resources: readonly Resource[]): void {
  if (!BY_DIGEST.includes(overlay)) return;
  const tags = [...new Set(resources.flatMap(imagesIn))].filter(
    (image) => !/@sha256:[0-9a-f]{64}$/.test(image),
  );
  if (tags.length === 0) return;
  throw new UserError(
    `the overlay ${overlay} takes images by their digest alone, not ${tags.join(', ')}: give --image ` +
      'name@sha256:digest (npm run image -- --push tells it), or name it as `digest` under `images` in its kustomization',
  );
}

function imagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  );
}
