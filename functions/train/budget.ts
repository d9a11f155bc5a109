/** How long a search goes on. */

/** SEARCH_TRIALS: trials of a training, default 10. @throws when it is no whole number from 1 to 1000 */
export function searchBudget(env: NodeJS.ProcessEnv): number {
  const trials = Number(env.SEARCH_TRIALS ?? 10);
  if (!Number.isInteger(trials) || trials < 1 || trials > 1000)
    throw new Error(`SEARCH_TRIALS is "${env.SEARCH_TRIALS}", expected a whole number from 1 to 1000`);
  return trials;
}
