/** The choices of language and colours: kept in cookies, so that the server's page starts in them. */
import { useEffect, useState } from 'preact/hooks';

export type Scheme = 'auto' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps a choice for a year, for this origin and path only. */
export function keep(name: 'language' | 'theme', value: string): void {
  document.cookie = `vigia_${name}=${value}; max-age=${YEAR_SECONDS}; samesite=strict`;
}

/** The chosen colours, and the theme that they come to on this device now. */
export function useScheme(): { scheme: Scheme; theme: Theme; choose: (scheme: Scheme) => void } {
  const root = document.documentElement;
  const [scheme, setScheme] = useState<Scheme>((root.dataset['theme'] as Scheme | undefined) ?? 'auto');
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const device = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setDark(device.matches);
    device.addEventListener('change', follow);
    return () => device.removeEventListener('change', follow);
  }, []);
  const choose = (next: Scheme): void => {
    root.dataset['theme'] = next;
    document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', next === 'auto' ? 'light dark' : next);
    keep('theme', next);
    setScheme(next);
  };
  return { scheme, theme: scheme === 'auto' ? (dark ? 'dark' : 'light') : scheme, choose };
}
