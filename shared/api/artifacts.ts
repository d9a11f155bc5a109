/** What a run has logged as files: a folder at a time, and one to look at where it can be. */

export interface ArtifactEntry {
  /** In its folder. */
  readonly name: string;
  /** null: it is a folder. */
  readonly bytes: number | null;
}

/** GET /api/runs/<id>/artifacts?path=<folder> */
export interface ArtifactFolder {
  readonly run: string;
  /** '' for that of the run. */
  readonly path: string;
  readonly entries: readonly ArtifactEntry[];
  /** Whether there are more than are told. */
  readonly isCut: boolean;
}

/**
 * GET /api/runs/<id>/artifact?path=<file>
 *
 * The file itself, to keep: GET /api/runs/<id>/download?path=<file>
 */
export interface ArtifactView {
  readonly run: string;
  readonly path: string;
  readonly bytes: number;
  /** Text, of a long one the beginning; a picture as base64; nothing of what only its own program can show. */
  readonly shown:
    | { readonly as: 'text'; readonly text: string; readonly isWhole: boolean }
    | { readonly as: 'image'; readonly type: string; readonly base64: string }
    | { readonly as: 'nothing' };
}
