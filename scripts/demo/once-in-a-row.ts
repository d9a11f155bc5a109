/** What is said again and again is said once: a key that is needed now, say, at each batch that comes. */

/** @returns the same, but for a line that it has just said */
export function onceInARow(say: (line: string) => void): (line: string) => void {
  let last: string | undefined;
  return (line) => {
    if (line !== last) say(line);
    last = line;
  };
}
