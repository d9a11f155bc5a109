/** What is computed from the columns of a listing, for the clean table and for the model alike. */
import { add, divide, multiply } from '../../ml/expression.ts';

const SQUARE_FEET_PER_ACRE = 43_560;

export const pricePerSquareFoot = divide('price', 'house_size');
export const bedsTimesBaths = multiply('bed', 'bath');
export const sizePerBed = divide('house_size', 'bed');
export const sizePerBath = divide('house_size', 'bath');
export const bathsPerBed = divide('bath', 'bed');
export const rooms = add('bed', 'bath');
export const sizePerRoom = divide('house_size', rooms);
/** Square feet of land for each square foot of living space. */
export const lotToHouse = divide(multiply('acre_lot', SQUARE_FEET_PER_ACRE), 'house_size');
