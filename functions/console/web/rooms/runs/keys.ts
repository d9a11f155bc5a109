/** How what runs have logged is named in the address: 'metrics.r2', 'params.family', 'tags.note'. */
export const METRIC = 'metrics.';
export const PARAM = 'params.';
export const TAG = 'tags.';
