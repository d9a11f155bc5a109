/** Colours of pictures that have no style sheet: those of Okabe and Ito, told apart by who sees few colours, and greys. */

export const BLUE = '#0072b2';
export const ORANGE = '#e69f00';
export const GREEN = '#009e73';
export const RED = '#d55e00';
const PINK = '#cc79a7';
const SKY = '#56b4e9';
const BROWN = '#8a6d00';
export const GREY = '#6b7780';

/** Of what is read, of what is read beside it, and of lines to read it by. */
export const INK = '#1f2933';
export const PALE = '#5b6770';
export const GRID = '#e2e5e9';

const SERIES = [BLUE, ORANGE, GREEN, RED, PINK, SKY, BROWN, PALE];

export const seriesColor = (index: number): string => SERIES[index % SERIES.length] ?? INK;
