/** A link to a page, as far as there is one: what may be on a page of its own is told as text until it is. */
import type { ComponentChildren } from 'preact';
import { roomAt } from '../rooms.ts';

export interface ToProps {
  readonly path: string;
  readonly children: ComponentChildren;
}

export const To = ({ path, children }: ToProps) =>
  roomAt(path.split('?')[0] ?? path) ? <a href={path}>{children}</a> : <span>{children}</span>;
