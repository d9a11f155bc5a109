/** Files of runs. */
export const artifacts = {
  title: 'Files',
  nothing: 'No files were logged.',
  nothingIn: 'There is nothing in this folder.',
  isCut: (count: number) => `The first ${count} are shown.`,
  name: 'Name',
  size: 'Size',
  keep: 'Download',
  keepOne: (name: string) => `Download ${name}`,
  way: 'Folders',
  top: 'All files',
  close: 'Close',
  beginning: (size: string) => `The beginning of ${size}.`,
  notShown: (size: string) => `${size} that only a program of its own can show: download it.`,
} as const;
