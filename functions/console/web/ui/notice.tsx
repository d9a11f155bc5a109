/** A page, or a part of one, that has something to say instead of something to show. */
import type { ComponentChildren } from 'preact';

export interface NoticeProps {
  readonly title: string;
  readonly kind?: 'wrong';
  /** Inside a page, whose heading is another. */
  readonly isPart?: boolean;
  readonly children?: ComponentChildren;
}

export const Notice = ({ title, kind, isPart, children }: NoticeProps) => (
  <section class={`notice ${kind ?? ''}`}>
    {isPart ? <h2>{title}</h2> : <h1>{title}</h1>}
    {children}
  </section>
);
