/** What is in a backup: written last, so that there is none of one that broke off. */
import type { Bucket } from '../objects.ts';
import type { Piece } from './pieces.ts';
import type { Place } from './place.ts';
import { Damaged, type Sealing } from './sealing.ts';

export interface Manifest {
  /** Of this form. */
  readonly format: 1;
  /** ISO 8601: all tables are as they were then. */
  readonly at: string;
  /** Of the numbered migrations, those that the tables have. */
  readonly migrations: readonly string[];
  readonly tables: readonly TableEntry[];
  readonly sequences: readonly SequenceEntry[];
  readonly objects: readonly ObjectEntry[];
}

export interface TableEntry {
  readonly schema: string;
  readonly name: string;
  /** In the order of COPY. */
  readonly columns: readonly string[];
  readonly rows: number;
  readonly pieces: readonly Piece[];
}

/** Where a generated number goes on. */
export interface SequenceEntry {
  readonly schema: string;
  readonly name: string;
  /** The last one given; null when none was. */
  readonly last: string | null;
}

export interface ObjectEntry {
  readonly bucket: Bucket;
  readonly key: string;
  readonly bytes: number;
  /** By which an unchanged one is known without being read. */
  readonly etag: string;
  readonly pieces: readonly Piece[];
}

const FOLDER = 'backups';

/** @returns its name: the time, and what tells whether it was changed */
export async function writeManifest(place: Place, sealing: Sealing, manifest: Manifest): Promise<string> {
  const content = Buffer.from(JSON.stringify(manifest));
  const digest = sealing.nameOf(content);
  const name = `${manifest.at.replace(/[:.]/g, '-')}_${digest}`;
  await place.write(`${FOLDER}/${name}`, await sealing.seal(digest, content));
  return name;
}

/** The names of all, the oldest first. */
export const manifestNames = async (place: Place): Promise<string[]> =>
  (await place.list(FOLDER)).filter((name) => /^[\dTZ-]+_[0-9a-f]{64}$/.test(name)).sort();

/**
 * @param name default the newest
 * @returns undefined when there is none
 * @throws Damaged when it was changed, or is of another form
 */
export async function readManifest(
  place: Place,
  sealing: Sealing,
  name?: string,
): Promise<Manifest | undefined> {
  const wanted = name ?? (await manifestNames(place)).at(-1);
  const sealed = wanted && (await place.read(`${FOLDER}/${wanted}`));
  if (!wanted || !sealed) return undefined;
  const content = await sealing.open(wanted.slice(wanted.indexOf('_') + 1), sealed);
  const manifest = JSON.parse(content.toString()) as Manifest;
  if (manifest.format !== 1) throw new Damaged(`the backup ${wanted} is of a form that a later release made`);
  return manifest;
}
