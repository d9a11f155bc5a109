/** The Job `check`: prints how the stores look from inside, as one object of JSON. */
import { inside } from './inside.ts';

console.log(JSON.stringify(await inside()));
process.exit(0);
