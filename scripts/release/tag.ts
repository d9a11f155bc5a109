/** What a state of the repository is called as an image. */
import { UserError } from '../cli/command.ts';

export interface State {
  /** "refs/heads/main", "refs/tags/v1.2.3" */
  readonly ref: string;
  /** Of the commit, in hexadecimal. */
  readonly sha: string;
  readonly at: Date;
}

const RELEASED = 'refs/heads/main';
/** Of a tag of an image. */
const LONGEST = 128;

/** A version by its tag, main by its day (UTC) and commit, any other branch by its name. @throws UserError */
export function tagOf({ ref, sha, at }: State): string {
  if (ref.startsWith('refs/tags/')) return asTag(ref.slice('refs/tags/'.length));
  if (ref !== RELEASED) return asTag(ref.replace(/^refs\/heads\//, ''));
  if (!/^[0-9a-f]{7,64}$/.test(sha)) throw new UserError(`"${sha}" is no commit`);
  return `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${sha.slice(0, 7)}`;
}

/** What an image's tag may not have becomes a hyphen. */
function asTag(name: string): string {
  const tag = name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, LONGEST);
  if (tag === '') throw new UserError(`"${name}" gives no tag`);
  // It means something else each day.
  return tag === 'latest' ? 'branch-latest' : tag;
}
