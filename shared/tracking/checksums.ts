/**
 * What each file of a model version was when it was registered: its SHA-256. metadata.json names those of the files
 * beside it; its own is in the registry, and whoever serves the version is told of it.
 */
import { hash } from 'node:crypto';

/** Hexadecimal, by name of the file. */
export type Checksums = Readonly<Record<string, string>>;

export const checksumOf = (bytes: Uint8Array | string): string => hash('sha256', bytes);

/** A file is not what was registered. */
export class ChangedFile extends Error {
  override readonly name = 'ChangedFile';
}

/** @throws ChangedFile when there is something to hold the bytes against, and they differ */
export function mustBe(
  bytes: Uint8Array,
  { dataset, version, file }: { readonly dataset: string; readonly version: number; readonly file: string },
  registered: string | undefined,
): void {
  if (registered === undefined) return;
  const found = checksumOf(bytes);
  if (found === registered) return;
  throw new ChangedFile(
    `version ${version} of ${dataset} is refused: ${file} in the object store is not what was registered (SHA-256 ${found.slice(0, 12)}…, expected ${registered.slice(0, 12)}…)`,
  );
}
