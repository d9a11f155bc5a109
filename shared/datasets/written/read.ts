/** A declaration as a file of YAML or JSON, read into the one that the platform works with. */
import { checkDataset } from '../check.ts';
import { DeclarationError, faultText } from '../checks/fault.ts';
import type { Dataset } from '../declaration.ts';
import { withFormulas } from './formulas-in.ts';
import { plainYaml, YamlError } from './yaml.ts';

/**
 * @param from where it is written, for who reads of its mistakes
 * @throws DeclarationError when it is no YAML, a formula cannot be read, or the declaration is wrong, with all mistakes
 */
export async function readDeclaration(text: string, from?: string): Promise<Dataset> {
  const { value, faults } = withFormulas(await plain(text, from));
  if (faults.length > 0) throw new DeclarationError(faultText(whose(from), faults));
  checkDataset(value, from);
  return value;
}

const whose = (from: string | undefined): string => `the declaration${from ? ` in ${from}` : ''}`;

async function plain(text: string, from: string | undefined): Promise<unknown> {
  try {
    return await plainYaml(text);
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    throw new DeclarationError(`${whose(from)} cannot be read:\n${cause.message}`, { cause });
  }
}
