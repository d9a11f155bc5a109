/**
 * The nine usual groups of ICD-9 codes, after Strack et al., "Impact of HbA1c Measurement on Hospital Readmission
 * Rates" (BioMed Research International, 2014), table 2.
 */
export const DIAGNOSIS_GROUPS = [
  'circulatory',
  'respiratory',
  'digestive',
  'diabetes',
  'injury',
  'musculoskeletal',
  'genitourinary',
  'neoplasms',
  'other',
] as const;
export type DiagnosisGroup = (typeof DIAGNOSIS_GROUPS)[number];

/** First and last three-digit category of each group; 785 to 788 are symptoms of the system they name. */
const RANGES: readonly (readonly [number, number, DiagnosisGroup])[] = [
  [390, 459, 'circulatory'],
  [785, 785, 'circulatory'],
  [460, 519, 'respiratory'],
  [786, 786, 'respiratory'],
  [520, 579, 'digestive'],
  [787, 787, 'digestive'],
  [250, 250, 'diabetes'],
  [800, 999, 'injury'],
  [710, 739, 'musculoskeletal'],
  [580, 629, 'genitourinary'],
  [788, 788, 'genitourinary'],
  [140, 239, 'neoplasms'],
];

/** The group of an ICD-9 code such as "250.83", "428" or "V45"; whatever is in no other group is 'other'. */
export function diagnosisGroup(code: string): DiagnosisGroup {
  if (!/^\d/.test(code)) return 'other';
  const category = Math.floor(Number.parseFloat(code));
  return RANGES.find(([first, last]) => category >= first && category <= last)?.[2] ?? 'other';
}

/** The categories 1 to 999, the subdivisions of 250 (diabetes), and the supplementary V and E categories. */
export function diagnosisDomain(): readonly string[] {
  const categories = Array.from({ length: 999 }, (_, i) => String(i + 1));
  const tenths = Array.from({ length: 9 }, (_, i) => `250.${i + 1}`);
  const hundredths = Array.from({ length: 99 }, (_, i) => `250.${String(i + 1).padStart(2, '0')}`);
  const external = Array.from({ length: 200 }, (_, i) => `E${800 + i}`);
  const supplementary = Array.from({ length: 91 }, (_, i) => `V${String(i + 1).padStart(2, '0')}`);
  return [...new Set([...categories, ...tenths, ...hundredths, ...external, ...supplementary])];
}
