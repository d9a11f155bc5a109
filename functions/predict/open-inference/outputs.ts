/** Which outputs an inference request wants, and in which form: in the JSON of the answer, or binary behind it. */
import { kindOf } from '../../../shared/datasets/normalise.ts';
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
  const there = [...graph.outputs, ROW_IDS];
  if (outputs.length > there.length) throw bad(`${outputs.length} outputs, there are: ${there.join(', ')}`);
  return outputs.map((output) => wanted(there, output as Fields, binary));
}

type Fields = Readonly<Record<string, unknown>> | null | undefined;

function wanted(there: readonly string[], output: Fields, binary: boolean): WantedOutput {
  const name = output?.name;
  if (typeof name !== 'string' || !there.includes(name))
    throw bad(`no output ${shown(name)}, there are: ${there.join(', ')}`);
  const said = (output?.parameters as Fields) ?? {};
  if ('classification' in said || 'shared_memory_region' in said)
    throw bad(`output "${name}" is given as it is: no classification of it, no shared memory`);
  return { name, binary: typeof said.binary_data === 'boolean' ? said.binary_data : binary };
}

const shown = (name: unknown): string =>
  typeof name === 'string' ? `"${name.slice(0, 100)}"` : `whose name is ${kindOf(name)}`;

const bad = (message: string): HttpError => new HttpError(400, message);
