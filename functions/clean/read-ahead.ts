/** What is asked for before it is needed, so that whoever gives it works at the same time as whoever takes it. */

/** @returns the same, in the same order; one more than has been taken is under way */
export async function* readAhead<T>(source: AsyncIterator<T, undefined>): AsyncGenerator<T, undefined> {
  let next = source.next();
  for (;;) {
    const { value, done } = await next;
    if (done) return;
    next = source.next();
    // Told to whoever takes it; nobody does when they have failed themselves meanwhile.
    next.catch(() => {});
    yield value;
  }
}
