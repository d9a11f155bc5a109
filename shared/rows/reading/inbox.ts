/** What comes from elsewhere, taken one by one in its order, until it fails. */
export interface Inbox<T> {
  put(item: T): void;
  /** What came before can still be taken. */
  fail(error: Error): void;
  /** Waits for the next one. @throws the error when there is none any more */
  take(): Promise<T>;
}

export function inboxOf<T extends object>(): Inbox<T> {
  const came: T[] = [];
  let failure: Error | undefined;
  let tell = (): void => {};
  return {
    put(item) {
      came.push(item);
      tell();
    },
    fail(error) {
      failure ??= error;
      tell();
    },
    async take() {
      for (;;) {
        const item = came.shift();
        if (item) return item;
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    },
  };
}
