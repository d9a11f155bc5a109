/** Drafts a declaration from a file: prints it, and changes nothing. */
import { basename } from 'node:path';
import { DeclarationError } from '../../shared/datasets/checks/fault.ts';
import { FormatError } from '../../shared/formats/index.ts';
import { draftFile } from '../../shared/rows/drafting/draft.ts';
import type { TaskAsked } from '../../shared/rows/drafting/target-draft.ts';
import { limits } from '../../shared/rows/reading/limits.ts';
import { withBatchFile } from './batch-file.ts';
import { UserError } from './command.ts';
import { draftText } from './draft-text.ts';

export interface DraftOptions {
  readonly target?: string | undefined;
  readonly name?: string | undefined;
  readonly task?: string | undefined;
}

/** @returns YAML @throws UserError for what a person has to mend */
export async function draftedText(path: string, options: DraftOptions): Promise<string> {
  const { target, name = nameFrom(path), task } = options;
  if (!target) throw new UserError('--target is missing: which column is to be predicted?');
  try {
    return await withBatchFile(path, async (file) => {
      const source = { open: () => file.stream(), named: { filename: file.name } };
      return draftText(await draftFile(source, { name, target, task: taskOf(task) }, limits));
    });
  } catch (error) {
    if (!(error instanceof FormatError) && !(error instanceof DeclarationError)) throw error;
    throw new UserError(error.message, { cause: error });
  }
}

/** "/tmp/House Prices.csv.gz" is "house-prices". */
export function nameFrom(path: string): string {
  const plain = basename(path)
    .replace(/(\.csv|\.tsv|\.txt)?(\.gz)?$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return plain === '' ? 'drafted' : plain;
}

function taskOf(task: string | undefined): TaskAsked {
  if (task === undefined || task === 'regression' || task === 'classification') return task;
  throw new UserError(`--task is "${task}", expected regression or classification`);
}
