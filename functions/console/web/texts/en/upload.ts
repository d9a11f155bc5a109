/** A file is offered. */
export const upload = {
  title: 'Upload',
  text: 'The file is looked at first: nothing of it is kept until you send it.',
  file: 'File',
  fileHint:
    'CSV, NDJSON, JSON or Parquet, also by gzip; drop it here or choose it. Files of at most 16 MiB are looked at; a larger one can be sent as it is.',
  looking: 'It is being looked at…',
  refused: 'It would be refused',
  drift: (reason: string) => `Against what the model in production has learned from: ${reason}`,
  would: 'What would become of it',
  read: (rows: string, format: string) => `${rows} rows, read as ${format}.`,
  held: 'would be held',
  columns: 'Its columns',
  counts: { read: 'Read', missing: 'Missing', unreadable: 'Unreadable' },
  form: 'Written as',
  example: 'The first of them',
  exampleAt: (row: string) => `row ${row}`,
  name: 'What is the batch called?',
  nameHint: 'By this name it is followed, and taken back.',
  nameWrong:
    'Letters, digits, dots, dashes and underscores, at most 100; it begins with a letter or a digit.',
  isThere: (batch: string) => `There is a batch ${batch} already: give this one another name.`,
  send: 'Send it',
} as const;
