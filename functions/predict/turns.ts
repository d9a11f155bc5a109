/** Long work in turns of the event loop, so that nobody waits for the whole of it. */

/** Longest stretch of work, in milliseconds; its last step may take it further. */
const TURN = 20;

/** Does the steps, others being served in between. @returns what the last gives */
export async function inTurns<T>(steps: Generator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const end = performance.now() + TURN;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await turn();
  }
}

/** Lets whatever else is waiting go first. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
