import type { Dataset } from '../../shared/datasets/declaration.ts';

declare const fruit: Dataset;
export default fruit;
