/** The first parts of the paths at which the page is: what it shows there, web/rooms.ts says. */
export const ROOMS = [
  'predict',
  'pipeline',
  'batches',
  'upload',
  'letters',
  'functions',
  'datasets',
  'versions',
  'runs',
  'access',
  'audit',
] as const;
