/** What is in a folder of a bucket, one level of it: keys up to the next slash, as a file system shows them. */
import type { Bucket } from './objects.ts';
import type { Connected } from './s3-client.ts';

export interface Child {
  /** Without the folder, and without a slash at its end. */
  readonly name: string;
  /** Of an object; a folder has none. */
  readonly bytes?: number;
}

/**
 * By name.
 * @param folder empty, or with a slash at its end
 * @param most after so many and one more it stops: whoever asks sees that there are more
 */
export async function children(
  connected: Connected,
  bucket: Bucket,
  folder: string,
  most: number,
): Promise<Child[]> {
  const found: Child[] = [];
  for await (const { prefix, name, size } of (await connected()).listObjectsV2(bucket, folder, false)) {
    if (prefix) found.push({ name: prefix.slice(folder.length, -1) });
    else if (name && name !== folder) found.push({ name: name.slice(folder.length), bytes: size ?? 0 });
    if (found.length > most) break;
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}
