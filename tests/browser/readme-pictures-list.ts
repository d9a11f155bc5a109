/** Which pictures the README has, by name, and the page that each shows. */
export const PICTURES = {
  overview: '/',
  predict:
    '/predict/realtor?in.bed=3&in.bath=2&in.house_size=1800&in.state=Ohio&in.prev_sold_date=2015-06-30',
  pipeline: '/pipeline',
  version: '/versions/realtor/7',
} as const;

export type PictureName = keyof typeof PICTURES;
