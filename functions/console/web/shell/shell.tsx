/** The frame: navigation, who is here, what is to be said, and the page between. */
import { useEffect } from 'preact/hooks';
import { t } from '../texts/texts.ts';
import { Banner } from './banner.tsx';
import { Head } from './head.tsx';
import { Help } from './help.tsx';
import { startKeys } from './keys.ts';
import { follow } from './links.ts';
import { Navigation } from './navigation.tsx';
import { PageAt } from './page-at.tsx';
import { Palette } from './palette.tsx';
import { Said } from './said.tsx';

export function Shell() {
  useEffect(startKeys, []);
  useEffect(() => {
    document.addEventListener('click', follow);
    return () => document.removeEventListener('click', follow);
  }, []);
  return (
    <>
      <a class="skip" href="#page">
        {t().shell.skip}
      </a>
      <Head />
      <Navigation />
      <main id="page" tabIndex={-1}>
        <Banner />
        <PageAt />
      </main>
      <Palette />
      <Help />
      <Said />
    </>
  );
}
