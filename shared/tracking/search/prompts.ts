/**
 * Prompts are registered models with a tag. Lists are of models, unless the filter asks for prompts: models do not have
 * the tag, so what is asked of it says which of the two, and is no condition on models.
 */
import type { Clause } from './filter.ts';

export const PROMPT = 'mlflow.prompt.is_prompt';

export interface Asked {
  readonly prompts: boolean;
  readonly clauses: readonly Clause[];
}

export function promptsOrModels(clauses: readonly Clause[]): Asked {
  const said = clauses.find(isOfPrompts);
  const value = String(said?.value).toLowerCase();
  const prompts =
    (said?.comparator === '=' && value === 'true') || (said?.comparator === '!=' && value === 'false');
  return { prompts, clauses: prompts ? clauses : clauses.filter((clause) => !isOfPrompts(clause)) };
}

const isOfPrompts = ({ entity, key }: Clause): boolean => entity === 'tag' && key === PROMPT;
