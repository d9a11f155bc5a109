/** What a page does to who reads it: texts that are cut off, and things that jump while it loads. */
import type { Page } from 'playwright-core';

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

/** Elements whose text does not fit into them, where nobody can scroll to the rest. */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const hasText = ({ childNodes }: Element): boolean =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const isSeen = (element: Element): boolean =>
      element.closest('.unseen, svg, select, [aria-hidden="true"]') === null && element.clientWidth > 0;
    // What is cut on purpose ends with three dots, and says the whole to who points at it.
    const isTold = (element: Element): boolean => element.closest('[title]') !== null;
    const isScrolled = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    return [...document.body.querySelectorAll('*')]
      .filter((element) => hasText(element) && isSeen(element) && !isTold(element) && !isScrolled(element))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent}`);
  });

/** Of the window: a line that grows by a pixel as its text comes. */
const UNSEEN = 0.001;

/** Jumps since the page was asked for, without those that an input brought: how much of the window, and what moved. */
export const jumps = (page: Page): Promise<string[]> =>
  page.evaluate(
    (unseen) =>
      new Promise<string[]>((resolve) => {
        const found: string[] = [];
        const nameOf = ({ node }: { readonly node: Node | null }): string =>
          node instanceof Element
            ? `${node.tagName.toLowerCase()}.${node.className}`
            : String(node?.nodeName);
        const observer = new PerformanceObserver((list) => {
          for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[])
            if (!hadRecentInput && value >= unseen)
              found.push(`${value.toFixed(4)} ${sources.map(nameOf).join(', ')}`);
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        // Entries of before are told of in a task after this one; a frame later they are here.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(found)));
      }),
    UNSEEN,
  );
