/**
 * A file is checked where it lies, whatever its size: it is read by the same code as on the platform, which is asked for
 * nothing but the profile that production was trained on.
 */
import type { ProductionProfile } from '../../shared/api/check.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasets } from '../../shared/datasets/index.ts';
import { checkFile } from '../../shared/rows/checking/check-file.ts';
import { limits } from '../../shared/rows/reading/limits.ts';
import type { BatchFile } from './batch-file.ts';
import { checkText, isAmiss } from './check-text.ts';
import type { Client } from './client.ts';
import { UserError } from './command.ts';
import { loadDeclared } from './declared.ts';

/** Prints what would become of the file. @returns whether it should be sent as it is */
export async function checkBatchFile(client: Client, name: string, file: BatchFile): Promise<boolean> {
  const dataset = await declared(name);
  const { version, profile } = await client.get<ProductionProfile>(`/api/profiles/${name}`);
  const named = { filename: file.name };
  const found = await checkFile({ open: () => file.stream(), named }, dataset, limits, profile ?? undefined);
  console.log(`${file.name} as ${name}, nothing is sent\n\n${checkText(found, version)}`);
  return !isAmiss(found);
}

/** @throws UserError for one that the platform knows and this command does not */
async function declared(name: string): Promise<Dataset> {
  await loadDeclared();
  const dataset = datasets().find((known) => known.name === name);
  if (!dataset)
    throw new UserError(
      `the declaration of ${name} is not known here: set DATASET_MODULES as the platform has it, or post the file to /api/check?dataset=${name}`,
    );
  return dataset;
}
