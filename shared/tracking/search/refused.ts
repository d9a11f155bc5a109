/** A search that says what cannot be searched: nothing but another wording will change that. */
export class Unsearchable extends Error {}

/** Characters of what was sent that a refusal repeats. */
const SHOWN = 1000;

export const shown = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
