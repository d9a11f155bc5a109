/** The version of this software, as package.json has it (a bundle has no package.json beside it; a test compares). */
export const VERSION = '0.1.0';
