/** The pages that there are for whoever is here. */
import { effect, signal } from '@preact/signals';
import { may, useMe } from '../data/me.ts';
import { ROOMS, type Room } from '../rooms.ts';
import { t } from '../texts/texts.ts';
import { place } from './place.ts';

/** On small screens it is out of the way until it is wanted. */
export const isMenuOpen = signal(false);

effect(() => {
  if (place.value) isMenuOpen.value = false;
});

/** Those with a letter, which the navigation shows. */
export const usePages = (): readonly Room[] => {
  const { value: me } = useMe();
  return ROOMS.filter(({ key, needs }) => key !== undefined && may(me, needs));
};

export function Navigation() {
  const { path } = place.value;
  return (
    <nav id="navigation" class={isMenuOpen.value ? 'pages open' : 'pages'} aria-label={t().shell.navigation}>
      <ul>
        {usePages().map((room) => (
          <li key={room.pattern}>
            <a href={room.pattern} aria-current={isIn(path, room) ? 'page' : undefined}>
              {room.title(t(), {})}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const isIn = (path: string, { pattern }: Room): boolean =>
  path === pattern || (pattern !== '/' && path.startsWith(`${pattern}/`));
