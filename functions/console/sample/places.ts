/** Where synthetic listings stand: states at about their real price levels, with towns and zip codes made up. */
import { below, normal, type Random, seeded } from '../../../shared/ml/random.ts';

export interface Place {
  readonly state: string;
  readonly city: string;
  readonly zip: string;
  /** Log of a usual price here, in dollars. */
  readonly logPrice: number;
  /** How often a listing stands here. */
  readonly weight: number;
  /** How much the state's share of the listings moves as the data drift. */
  readonly tilt: number;
}

/** Name, first three digits of its zip codes, a usual price in thousands of dollars, share of listings, a city. */
const STATES: readonly (readonly [string, string, number, number, string])[] = [
  ['Alabama', '352', 210, 3, 'Birmingham'],
  ['Arizona', '850', 400, 4, 'Phoenix'],
  ['California', '920', 720, 9, 'San Diego'],
  ['Colorado', '802', 530, 3, 'Denver'],
  ['Connecticut', '061', 350, 5, 'Hartford'],
  ['Florida', '331', 380, 9, 'Miami'],
  ['Georgia', '303', 310, 5, 'Atlanta'],
  ['Hawaii', '968', 820, 1, 'Honolulu'],
  ['Illinois', '606', 260, 5, 'Chicago'],
  ['Indiana', '462', 220, 3, 'Indianapolis'],
  ['Kansas', '672', 200, 2, 'Wichita'],
  ['Louisiana', '701', 205, 2, 'New Orleans'],
  ['Maine', '041', 340, 2, 'Portland'],
  ['Massachusetts', '021', 590, 5, 'Boston'],
  ['Michigan', '482', 220, 4, 'Detroit'],
  ['Mississippi', '392', 165, 1, 'Jackson'],
  ['Missouri', '631', 220, 3, 'Saint Louis'],
  ['Nevada', '891', 420, 2, 'Las Vegas'],
  ['New Jersey', '071', 480, 4, 'Newark'],
  ['New York', '112', 520, 7, 'Brooklyn'],
  ['North Carolina', '282', 320, 4, 'Charlotte'],
  ['Ohio', '441', 195, 4, 'Cleveland'],
  ['Oregon', '972', 480, 2, 'Portland'],
  ['Pennsylvania', '191', 260, 4, 'Philadelphia'],
  ['Puerto Rico', '009', 240, 2, 'San Juan'],
  ['Rhode Island', '029', 410, 1, 'Providence'],
  ['Tennessee', '372', 310, 3, 'Nashville'],
  ['Texas', '770', 290, 8, 'Houston'],
  ['Utah', '841', 500, 2, 'Salt Lake City'],
  ['Vermont', '054', 330, 1, 'Burlington'],
  ['Virginia', '232', 370, 3, 'Richmond'],
  ['Washington', '981', 570, 3, 'Seattle'],
  ['West Virginia', '253', 150, 1, 'Charleston'],
  ['Wisconsin', '532', 260, 3, 'Milwaukee'],
];
const FIRST = [
  'Spring',
  'Green',
  'Oak',
  'River',
  'Mill',
  'Fair',
  'Clear',
  'Stone',
  'Maple',
  'Lake',
  'North',
  'West',
];
const LAST = ['field', 'ville', 'ton', 'wood', 'port', 'dale', 'brook', 'haven', 'bury', 'mont'];
/** Zip codes of a state share three digits, so there are a hundred. */
const ZIPS = 100;
const TOWNS = 11;
/** Spread of log prices between the towns of a state, and between the zip codes of a town. */
const TOWN_SPREAD = 0.24;
const ZIP_SPREAD = 0.13;

/** The same places for the same seed: some 370 towns with 3,400 zip codes. */
export function placesOf(seed: number): Place[] {
  const random = seeded(seed, 'places');
  return STATES.flatMap(([state, prefix, thousands, weight, city]) => {
    const towns = townsOf(random, city);
    const levels = towns.map(() => Math.log(thousands * 1000) + TOWN_SPREAD * normal(random));
    const tilt = normal(random);
    return Array.from({ length: ZIPS }, (_, zip): Place => {
      // The first towns are the larger ones.
      const town = Math.floor(towns.length * random() ** 1.6);
      return {
        state,
        city: towns[town] as string,
        zip: prefix + String(zip).padStart(2, '0'),
        logPrice: (levels[town] as number) + ZIP_SPREAD * normal(random),
        weight: weight * (0.3 + random()),
        tilt,
      };
    });
  });
}

function townsOf(random: Random, city: string): string[] {
  const towns = new Set([city]);
  while (towns.size < TOWNS)
    towns.add(`${FIRST[below(random, FIRST.length)]}${LAST[below(random, LAST.length)]}`);
  return [...towns];
}
