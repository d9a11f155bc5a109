/** The health of one part of the platform, as one line of `npm run check`. */

export interface Part {
  readonly name: string;
  readonly ok: boolean;
  /** How it is, or why it is down. */
  readonly detail: string;
}

export const line = ({ name, ok, detail }: Part): string =>
  `${ok ? 'ok  ' : 'DOWN'}  ${name.padEnd(24)}  ${detail}`;
