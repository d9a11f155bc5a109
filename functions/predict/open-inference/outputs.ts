/** Which outputs an inference request wants, and in which form: in the JSON of the answer, or binary behind it. */
import { HttpError } from '../../../shared/runtime/http/http.ts';
import type { ServedModel } from '../served-model.ts';
import { ROW_IDS } from './metadata.ts';

export interface WantedOutput {
  readonly name: string;
  readonly binary: boolean;
}

/**
 * Those that are asked for; without a word the answer itself and its ids, not what it was computed from.
 * @throws HttpError 400 for one that there is not
 */
export function wantedOutputs(
  { graph, answers }: ServedModel,
  { outputs, parameters }: Readonly<Record<string, unknown>>,
): readonly WantedOutput[] {
  const binary = (parameters as Fields)?.binary_data_output === true;
  if (outputs === undefined || outputs === null || (Array.isArray(outputs) && outputs.length === 0))
    return [...answers.wanted, ROW_IDS].map((name) => ({ name, binary }));
  if (!Array.isArray(outputs)) throw bad('"outputs" must be a list');
  return outputs.map((output) => wanted([...graph.outputs, ROW_IDS], output as Fields, binary));
}

type Fields = Readonly<Record<string, unknown>> | null | undefined;

function wanted(there: readonly string[], output: Fields, binary: boolean): WantedOutput {
  const name = String(output?.name);
  if (!there.includes(name)) throw bad(`no output "${name.slice(0, 100)}", there are: ${there.join(', ')}`);
  const said = (output?.parameters as Fields) ?? {};
  if ('classification' in said || 'shared_memory_region' in said)
    throw bad(`output "${name}" is given as it is: no classification of it, no shared memory`);
  return { name, binary: typeof said.binary_data === 'boolean' ? said.binary_data : binary };
}

const bad = (message: string): HttpError => new HttpError(400, message);
