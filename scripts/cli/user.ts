/** Who sits at the terminal, for what is kept with a change. */
export const userName = (): string => process.env.USER || 'the command line';
