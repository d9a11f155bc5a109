/** Whether the files of what is in production are still what was registered. Those who serve refuse what is not. */
import { createHash } from 'node:crypto';
import type { Query } from '../store/database.ts';
import { NoSuchObject, type ObjectStore } from '../store/objects.ts';
import { modelAddress } from './artifact.ts';
import type { Checksums } from './checksums.ts';
import { productionVersion } from './versions.ts';

type Reading = Pick<ObjectStore, 'stream'>;

/** Looks at each file, and notes at the version what is wrong with it, or that nothing is any more. @returns what is */
export async function noteDamage(sql: Query, objects: Reading, dataset: string): Promise<string | undefined> {
  const production = await productionVersion(sql, dataset);
  if (!production?.files) return undefined;
  const { version, files } = production;
  const damage = await damageOf(objects, dataset, version, files);
  await sql`
    update marea.model_versions set damaged = ${damage ?? null}
    where name = ${dataset} and version = ${version} and damaged is distinct from ${damage ?? null}`;
  return damage;
}

async function damageOf(
  objects: Reading,
  dataset: string,
  version: number,
  files: Checksums,
): Promise<string | undefined> {
  const wrong: string[] = [];
  for (const [file, registered] of Object.entries(files)) {
    const found = await checksumIn(objects, dataset, version, file);
    if (found === undefined) wrong.push(`${file} is gone`);
    else if (found !== registered) wrong.push(`${file} is not what was registered`);
  }
  return wrong.length > 0 ? `${wrong.join(', ')}: new pods refuse this version` : undefined;
}

/** Read in pieces: a model may be large. @returns undefined when there is none */
async function checksumIn(
  objects: Reading,
  dataset: string,
  version: number,
  file: string,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of await objects.stream(modelAddress(dataset, version, file))) hash.update(chunk);
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
  return hash.digest('hex');
}
