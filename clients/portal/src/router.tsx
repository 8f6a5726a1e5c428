/** Pages by path. Links are plain links: a new tab, a copied address and the back button work as anywhere. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Listener = () => void;
const listeners = new Set<Listener>();

function tell(): void {
  for (const listener of listeners) {
    listener();
  }
}

if (typeof window !== 'undefined') {
  window.addEventListener('popstate', tell);
}

/** Goes to a path of ours. */
export function go(path: string, replace = false): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  if (!replace) {
    window.scrollTo(0, 0);
  }

  tell();
}

/** The path and query, which renders anew when they change. */
export function useLocation(): URL {
  const [href, set] = useState(location.href);
  useEffect(() => {
    const listener = () => set(location.href);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return new URL(href);
}

/** Changes parameters of the query in place; an empty value takes one away. */
export function setQuery(values: Readonly<Record<string, string>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') {
      url.searchParams.delete(name);
    } else {
      url.searchParams.set(name, value);
    }
  }

  go(`${url.pathname}${url.search}`, true);
}

interface LinkProps {
  readonly href: string;
  readonly class?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly children?: ComponentChildren;
}

/** A link to a page of ours. */
export function Link({ href, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={href}
      onClick={event => {
        if (!event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          go(href);
        }
      }}
    />
  );
}
