/** Who waits for a pod, in the order in which they came. */

interface Waiting<T> {
  readonly resolve: (place: T) => void;
  readonly reject: (error: Error) => void;
}

export class Queue<T> {
  private readonly waiting: Waiting<T>[] = [];

  get length(): number {
    return this.waiting.length;
  }

  /** Resolves when it is one's turn. @throws what all were refused with */
  join(): Promise<T> {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** It is the turn of whoever has waited longest. */
  next(place: T): void {
    this.waiting.shift()?.resolve(place);
  }

  refuse(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
