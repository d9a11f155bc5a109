/** The heading of a page, and what can be done with all that is on it. */
import type { ComponentChildren } from 'preact';

export const PageHead = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) => (
  <header class="page-head">
    <h1>{title}</h1>
    {children && <div class="page-actions">{children}</div>}
  </header>
);
