/** Where backups lie: a folder, or a bucket of any S3. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connecting, type ObjectStoreOptions } from '../s3-client.ts';

export interface Place {
  /** Whole or not at all: what breaks off is not there. */
  write(path: string, content: Buffer): Promise<void>;
  /** @returns undefined when there is none */
  read(path: string): Promise<Buffer | undefined>;
  has(path: string): Promise<boolean>;
  /** Names in a folder, in no order; none when there is no such folder. */
  list(folder: string): Promise<string[]>;
}

/**
 * @param text a folder, or s3://BUCKET/PREFIX
 * @param options of the S3; asked for where there is need
 * @throws for any other scheme
 */
export function placeNamed(text: string, options: () => ObjectStoreOptions): Place {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9.-]+)(?:\/(.*?))?\/*$/.exec(text) ?? [];
  if (bucket) return bucketPlace(options(), bucket, prefix);
  if (text.includes('://')) throw new Error(`"${text}" is neither a folder nor s3://BUCKET/PREFIX`);
  return folderPlace(text);
}

export function folderPlace(root: string): Place {
  const at = (path: string): string => join(root, path);
  return {
    async write(path, content) {
      await mkdir(dirname(at(path)), { recursive: true, mode: 0o700 });
      const draft = `${at(path)}.${randomUUID()}.draft`;
      try {
        const file = await open(draft, 'wx', 0o600);
        try {
          await file.writeFile(content);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, at(path));
      } finally {
        await rm(draft, { force: true });
      }
    },
    read: (path) => readFile(at(path)).catch(undefinedForNone),
    has: async (path) =>
      await access(at(path), constants.R_OK).then(
        () => true,
        (error) => undefinedForNone(error) ?? false,
      ),
    list: async (folder) => (await readdir(at(folder)).catch(undefinedForNone)) ?? [],
  };
}

function undefinedForNone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** @param prefix of all keys, without a slash at its end; may be empty */
export function bucketPlace(options: ObjectStoreOptions, bucket: string, prefix: string): Place {
  const connected = connecting(() => options);
  const at = (path: string): string => (prefix ? `${prefix}/${path}` : path);
  return {
    async write(path, content) {
      await (await connected()).putObject(bucket, at(path), content, content.length);
    },
    async read(path) {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of await (await connected()).getObject(bucket, at(path)))
          chunks.push(chunk as Buffer);
        return Buffer.concat(chunks);
      } catch (error) {
        return undefinedForNoKey(error);
      }
    },
    async has(path) {
      try {
        await (await connected()).statObject(bucket, at(path));
        return true;
      } catch (error) {
        return undefinedForNoKey(error) ?? false;
      }
    },
    async list(folder) {
      const names: string[] = [];
      for await (const { name } of (await connected()).listObjectsV2(bucket, `${at(folder)}/`, true))
        if (name) names.push(name.slice(at(folder).length + 1));
      return names;
    },
  };
}

function undefinedForNoKey(error: unknown): undefined {
  if (!['NoSuchKey', 'NotFound'].includes((error as { code?: string }).code ?? '')) throw error;
}
