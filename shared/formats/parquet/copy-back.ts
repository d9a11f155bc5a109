/** What packed bytes mostly are: "the same as so many bytes ago", which may run into itself. */
import { damaged } from './cursor.ts';

/** @returns where it ends */
export function copyBack(out: Buffer, at: number, distance: number, length: number): number {
  if (distance < 1 || distance > at || at + length > out.length)
    throw damaged('a page refers to bytes that are not there');
  if (distance >= length) out.copyWithin(at, at - distance, at - distance + length);
  else for (let i = at; i < at + length; i++) out[i] = out[i - distance] as number;
  return at + length;
}
