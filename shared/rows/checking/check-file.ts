/**
 * Looks at a file before it is sent: read as `ingest` reads it, cleaned as `clean` cleans it, held against a profile as
 * `drift` does it. Nothing is stored, and no more of the file is in memory than a frame, the identities of its rows, and
 * a sample of them.
 */
import type { Dataset } from '../../datasets/declaration.ts';
import { profileKinds } from '../../datasets/kinds.ts';
import { FormatError } from '../../formats/index.ts';
import type { Profile } from '../../stats/profile/profile.ts';
import { profileOf } from '../../stats/profile/profile-of.ts';
import { agreedForms } from '../cleaning/agreement.ts';
import { reasonToHold } from '../cleaning/hold.ts';
import type { Forms } from '../cleaning/process.ts';
import { compare } from '../drift/compare.ts';
import { fileRows } from '../reading/file.ts';
import type { Named } from '../reading/format.ts';
import type { Limits } from '../reading/limits.ts';
import type { Reading } from '../reading/row-file.ts';
import type { FileCheck } from './file-check.ts';
import { framesOf } from './frames.ts';
import { type Sample, sampleOf } from './sample.ts';
import { type Counted, count } from './tally.ts';
import { differentTexts } from './texts.ts';

export interface CheckedFile {
  /** From its beginning: it is read up to three times, where not all of it is written plainly. */
  open(): AsyncIterable<Buffer>;
  readonly named: Named;
}

/** @param reference the profile of the model in production, if there is one */
export async function checkFile(
  file: CheckedFile,
  dataset: Dataset,
  limits: Limits,
  reference: Profile | undefined,
): Promise<FileCheck> {
  try {
    const pass = await bestPass(file, dataset, limits);
    if (pass.counted.received === 0) return { refused: 'the batch has no rows' };
    return { refused: null, ...judged(pass, dataset, reference) };
  } catch (error) {
    if (error instanceof FormatError) return { refused: error.message };
    throw error;
  }
}

/** What one way through the file has found. */
interface Pass {
  readonly reading: Reading;
  readonly sample: Sample;
  readonly counted: Counted;
}

/** Plainly, and where that leaves values unreadable in the forms that their columns agree on. */
async function bestPass(file: CheckedFile, dataset: Dataset, limits: Limits): Promise<Pass> {
  const opened = () => fileRows(file.open(), file.named, dataset, limits);
  const read = async (forms: Forms): Promise<Pass> => {
    const rows = await opened();
    const sample = sampleOf(profileKinds(dataset));
    const counted = await count(framesOf(rows, dataset, limits), dataset, forms, (columns, clean) =>
      sample.add(columns, clean),
    );
    return { reading: rows.reading, sample, counted };
  };
  const plain = await read({});
  const names = Object.keys(plain.counted.unreadable);
  if (names.length === 0) return plain;
  const texts = await differentTexts(framesOf(await opened(), dataset, limits), dataset, names);
  const forms = await agreedForms(dataset, names, (name) => texts.get(name) ?? [], plain.reading);
  return Object.keys(forms).length === 0 ? plain : await read(forms);
}

function judged({ reading, sample, counted }: Pass, dataset: Dataset, reference: Profile | undefined) {
  const { unreadable, ...rows } = counted;
  const profile = profileOf(sample.table(), profileKinds(dataset), reference);
  const { drifted, targetDrifted, share, reason } = compare(dataset, profile, { reference, unreadable });
  return {
    reading,
    ...rows,
    held: reasonToHold(dataset, unreadable) ?? null,
    drift: { drifted, targetDrifted, share, reason },
  };
}
