/** What would become of a file that is not sent yet, and what is needed to say so. */
import type { FileCheck as Check } from '../rows/checking/file-check.ts';
import type { Profile } from '../stats/profile/profile.ts';

/** POST /api/check?dataset=&filename= */
export type FileCheck = Check & { readonly dataset: string };

/** GET /api/profiles/<dataset>: of the rows that the model in production was trained on; null without one, or where it is missing. */
export interface ProductionProfile {
  readonly dataset: string;
  readonly version: number | null;
  readonly profile: Profile | null;
}
