/** The image of an overlay, by its digest: the one thing that a release changes in git. */
import { isMap, isSeq, parseDocument } from 'yaml';
import { UserError } from '../cli/command.ts';

/** The image as the bases name it. */
const BASE = 'dev.local/marea/functions';

/**
 * @param kustomization the text of an overlay's kustomization.yaml
 * @param image name@sha256:digest
 * @returns the text with that image, all else as it was
 * @throws UserError for what is no such image, or an overlay that names none
 */
export function withImage(kustomization: string, image: string): string {
  const [, name, digest] = /^([\w.:/-]+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (!name || !digest) throw new UserError(`"${image}" is no image by its digest: name@sha256:...`);
  const document = parseDocument(kustomization);
  const images = document.get('images');
  const entry = isSeq(images)
    ? images.items.filter(isMap).find((item) => item.get('name') === BASE)
    : undefined;
  if (!entry) throw new UserError(`the overlay has no line under \`images\` for ${BASE}`);
  entry.set('newName', name);
  entry.set('digest', digest);
  entry.delete('newTag');
  return document.toString({ lineWidth: 0 });
}
