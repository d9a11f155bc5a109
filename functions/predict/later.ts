/** What most replicas never need, and so is made for the first who asks: readers of the model's file, its indices. */

/** Made once; who asks meanwhile waits for the same. What failed is tried again by the next who asks. */
export function later<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
