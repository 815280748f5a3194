import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * Whether the browser skips an element with `content-visibility: auto` because it is far from the screen. Browsers that
 * do not say so skip nothing, as far as this goes.
 */
export function useIsSkipped(): [isSkipped: boolean, element: RefObject<HTMLLIElement | null>] {
  const element = useRef<HTMLLIElement | null>(null);
  const [isSkipped, setIsSkipped] = useState(false);
  useLayoutEffect(() => {
    const follow = (event: Event) => setIsSkipped((event as ContentVisibilityAutoStateChangeEvent).skipped);
    const observed = element.current;
    observed?.addEventListener('contentvisibilityautostatechange', follow);
    return () => observed?.removeEventListener('contentvisibilityautostatechange', follow);
  }, []);
  return [isSkipped, element];
}
