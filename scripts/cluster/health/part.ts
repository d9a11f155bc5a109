/** The health of one part of the platform, as one line of `npm run check`. */

export interface Part {
  readonly name: string;
  readonly ok: boolean;
  /** How it is, or why it is down. */
  readonly detail: string;
  /** Not down, but for a person to read. */
  readonly note?: string;
}

export function line({ name, ok, detail, note }: Part): string {
  const state = ok ? (note === undefined ? 'ok' : 'note') : 'DOWN';
  return [
    `${state.padEnd(4)}  ${name.padEnd(24)}  ${detail}`,
    ...(note === undefined ? [] : ['', note, '']),
  ].join('\n');
}
