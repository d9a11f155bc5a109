/** What is to run on a cluster: the overlays in knative/ and eventing/ as kustomize renders them, with the image to use. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../cli/command.ts';
import type { Kubectl } from './kubectl.ts';
import type { Resource } from './resource.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const NAMESPACE = 'marea';

/** @throws UserError when there is no such overlay */
export async function render(kubectl: Kubectl, overlay: string, image?: string): Promise<Resource[]> {
  const known = readdirSync(`${root}knative/overlays`);
  if (!known.includes(overlay))
    throw new UserError(`there is no overlay "${overlay}", there are: ${known.join(', ')}`);
  const folders = [`${root}knative/overlays/${overlay}`, `${root}eventing/overlays/${overlay}`];
  return await renderFolders(kubectl, folders.filter(existsSync), image);
}

/** The resources of kustomizations, with the functions' image replaced when one is given. */
export async function renderFolders(
  kubectl: Kubectl,
  folders: readonly string[],
  image?: string,
): Promise<Resource[]> {
  const texts = await Promise.all(folders.map((folder) => kubectl.run(['kustomize', folder])));
  const resources = texts.flatMap((text) => parseAllDocuments(text)).map((one) => one.toJS() as Resource);
  return image === undefined ? resources : resources.map((one) => withImage(one, image) as Resource);
}

/** The functions' image, wherever it is named, replaced by this one. */
function withImage(value: unknown, image: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withImage(item, image));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === 'image' && typeof inner === 'string' && /(^|\/)marea\/functions[:@]/.test(inner)
        ? [key, image]
        : [key, withImage(inner, image)],
    ),
  );
}
