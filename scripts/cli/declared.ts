/** The data sets of this process, for commands: what is wrong with a declaration is told as any mistake of a person. */
import { DeclarationError } from '../../shared/datasets/checks/fault.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { UserError } from './command.ts';

/** Loads those that DATASET_MODULES names. @throws UserError when one is wrong */
export async function loadDeclared(): Promise<void> {
  try {
    await loadDatasets(process.env.DATASET_MODULES);
  } catch (error) {
    if (!(error instanceof DeclarationError)) throw error;
    throw new UserError(error.message, { cause: error });
  }
}
