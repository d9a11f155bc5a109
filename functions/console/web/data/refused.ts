/** An answer that is none: the server says no, or does not say anything. */

/** What the server says, for people. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** 0 where there was no answer at all. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nobody answers, or only what stands in front of the server: it may be back in a moment. */
export const isAway = ({ status }: Refused): boolean => status === 0 || (status >= 502 && status <= 504);
