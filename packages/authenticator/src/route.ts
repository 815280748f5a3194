// The pages of the app are named in the URL's fragment, so that Back works and a reload stays where it was.
import { useEffect, useState } from 'preact/hooks';

/** The page shown: the fragment split at its slashes. `#/entry/42` is `['entry', '42']`, the home page is `[]`. */
export type Route = readonly string[];

/** The current route; follows the address bar. */
export function useRoute(): Route {
  const [route, setRoute] = useState(currentRoute);
  useEffect(() => {
    const follow = () => {
      setRoute(currentRoute());
      scrollTo(0, 0);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** Goes to another page: `navigate('/settings')`. With `replace`, Back does not come back to this one. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) location.replace(`#${path}`);
  else location.hash = path;
}

function currentRoute(): Route {
  return location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '');
}
