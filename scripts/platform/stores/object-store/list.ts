/**
 * Lists a bucket as S3 does (ListObjectsV2): all keys that begin with a prefix, or one level of them, up to the next
 * slash. s3rver sees no folder in which there are folders alone, spoils names with `+` and `%`, and its next page knows
 * keys alone.
 */
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { refusal } from './refusal.ts';

export interface Asked {
  readonly prefix: string;
  readonly isOneLevel: boolean;
  /** Names behind this one. */
  readonly after: string;
  readonly most: number;
}

export interface Listed {
  /** Without their bucket. */
  readonly objects: readonly Found[];
  /** With a slash at the end. */
  readonly folders: readonly string[];
  /** The last of them, where there are more. */
  readonly next: string | undefined;
}

interface Found {
  readonly key: string;
  readonly bytes: number;
  readonly changed: Date;
}

/** At the end of a file that is an object; other files and folders of s3rver begin so, too. */
const OBJECT = '._S3rver_object';
const OWN = '._S3rver_';
const PAGE = 1000;

/** @throws Refusal for another delimiter than a slash, and for a prefix that no key has */
export function askedIn(query: ReadonlyMap<string, string>): Asked {
  const prefix = query.get('prefix') ?? '';
  if (prefix.split('/').some((part) => part === '..') || /[\0\\]/.test(prefix))
    throw refusal(400, 'InvalidArgument', 'no key begins so');
  const delimiter = query.get('delimiter') ?? '';
  if (delimiter !== '' && delimiter !== '/') throw refusal(501, 'NotImplemented', 'delimiter is / here');
  const most = Number(query.get('max-keys') ?? PAGE);
  if (!Number.isInteger(most) || most < 0)
    throw refusal(400, 'InvalidArgument', 'max-keys is a whole number');
  const token = query.get('continuation-token');
  return {
    prefix,
    isOneLevel: delimiter === '/',
    after:
      token === undefined ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString(),
    most: Math.min(most, PAGE),
  };
}

/** @param folder of the bucket */
export async function list(folder: string, { prefix, isOneLevel, after, most }: Asked): Promise<Listed> {
  const within = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const names = (await namesIn(folder, within, isOneLevel))
    .filter((name) => name.startsWith(prefix) && name > after)
    .sort();
  const page = names.slice(0, most);
  const keys = page.filter((name) => !name.endsWith('/'));
  const objects = await Promise.all(keys.map((key) => found(folder, key)));
  return {
    objects: objects.filter((one) => one !== undefined),
    folders: page.filter((name) => name.endsWith('/')),
    next: names.length > page.length ? page.at(-1) : undefined,
  };
}

/** Keys, and for one level the folders beside them. */
async function namesIn(folder: string, within: string, isOneLevel: boolean): Promise<string[]> {
  const place = join(folder, within);
  const entries = await readdir(place, { withFileTypes: true, recursive: !isOneLevel }).catch(nothing);
  return entries.flatMap((entry) => {
    const name = within + relative(place, join(entry.parentPath, entry.name));
    if (entry.isDirectory()) return isOneLevel && !entry.name.startsWith(OWN) ? [`${name}/`] : [];
    return name.endsWith(OBJECT) ? [name.slice(0, -OBJECT.length)] : [];
  });
}

function nothing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}

/** @returns undefined when it was removed meanwhile */
async function found(folder: string, key: string): Promise<Found | undefined> {
  try {
    const { size, mtime } = await stat(join(folder, key + OBJECT));
    return { key, bytes: size, changed: mtime };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The XML that clients read, with keys as `encoding-type=url` has them. */
export function listText(bucket: string, { prefix }: Asked, { objects, folders, next }: Listed): string {
  const token =
    next === undefined ? '' : element('NextContinuationToken', Buffer.from(next).toString('base64url'));
  const contents = objects.map(({ key, bytes, changed }) =>
    element(
      'Contents',
      element('Key', encoded(key)) +
        element('LastModified', changed.toISOString()) +
        element('Size', String(bytes)),
    ),
  );
  const prefixes = folders.map((folder) => element('CommonPrefixes', element('Prefix', encoded(folder))));
  const body = [
    element('Name', bucket),
    element('Prefix', encoded(prefix)),
    element('EncodingType', 'url'),
    element('KeyCount', String(objects.length + folders.length)),
    element('MaxKeys', String(PAGE)),
    element('IsTruncated', String(next !== undefined)),
    token,
    ...contents,
    ...prefixes,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('ListBucketResult', body.join(''))}`;
}

const element = (name: string, text: string): string => `<${name}>${text}</${name}>`;
/** Nothing is left that XML would have to escape. */
const encoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%2F', '/').replaceAll("'", '%27');
