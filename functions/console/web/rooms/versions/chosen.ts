/** The versions that are chosen to be compared: they stand in the address. */
import { asked } from '../../shell/place.ts';

export const chosen = (): readonly string[] => asked('chosen')?.split(',') ?? [];
