/** What happens to versions, in words. */
import { t } from '../../texts/texts.ts';

export function eventTitle(event: string): string {
  const titles: Readonly<Record<string, string>> = t().versions.events;
  return Object.hasOwn(titles, event) ? (titles[event] ?? event) : event;
}
