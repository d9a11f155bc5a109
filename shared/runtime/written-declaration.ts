/** A data set's file of YAML or JSON. */
import { readFileSync, statSync } from 'node:fs';
import { DeclarationError } from '../datasets/checks/fault.ts';
import type { Dataset } from '../datasets/declaration.ts';
import { readDeclaration } from '../datasets/written/read.ts';

/** Past this no file is read at all; the reader has the closer bound. */
const MOST_BYTES = 16 * 1024 * 1024;

/** @param path as a person wrote it @throws DeclarationError with all that is wrong */
export async function writtenIn(file: string, path: string): Promise<Dataset> {
  const { size } = statSync(file);
  if (size > MOST_BYTES)
    throw new DeclarationError(`the declaration in ${path} has ${size} bytes, far more than any`);
  return readDeclaration(readFileSync(file, 'utf8'), path);
}
