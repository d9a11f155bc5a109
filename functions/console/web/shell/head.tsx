/** The line at the top: the name, where to go, the language, and who is here. */
import { useMe } from '../data/me.ts';
import { choose, LANGUAGES, type Language, language, t } from '../texts/texts.ts';
import { isMenuOpen } from './navigation.tsx';
import { openPalette } from './palette.tsx';

export const Head = () => (
  <header class="head">
    <button
      type="button"
      class="quiet menu"
      aria-expanded={isMenuOpen.value}
      aria-controls="navigation"
      onClick={() => {
        isMenuOpen.value = !isMenuOpen.value;
      }}
    >
      <span aria-hidden="true">☰</span>
      <span class="unseen">{t().shell.menu}</span>
    </button>
    <a class="brand" href="/">
      <Waves /> Marea
    </a>
    <button type="button" class="go-to" aria-keyshortcuts="Control+K" onClick={openPalette}>
      <span>{t().shell.goTo}</span> <kbd>Ctrl K</kbd>
    </button>
    <Languages />
    <WhoIsHere />
  </header>
);

/** The tide. */
const Waves = () => (
  <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
    <path d="M3 12q4.3-6 8.6 0t8.7 0 8.7 0M3 21q4.3-6 8.6 0t8.7 0 8.7 0" class="waves" />
  </svg>
);

const Languages = () => (
  <label class="language">
    <span class="unseen">{t().shell.language}</span>
    <select
      value={language.value}
      onChange={({ currentTarget }) => void choose(currentTarget.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([tag, name]) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

function WhoIsHere() {
  const { value: me } = useMe();
  if (!me || me.open) return null;
  return (
    <form method="post" action="/signout" class="who">
      <a href="/access" title={t().shell.signedInAs(me.name)}>
        {me.name}
      </a>
      <button type="submit" class="quiet">
        {t().shell.signOut}
      </button>
    </form>
  );
}
