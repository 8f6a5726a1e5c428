/** What is around every page: brand, ways to pages, colours, language and the person. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { chosenTheme, keep, languages, type Language, type Theme } from '../choices.js';
import { config } from '../config.js';
import { changeLanguage, spoken, t, type Key } from '../i18n.js';
import { Link, useLocation } from '../router.js';
import type { Session } from '../session.js';
import { Icon } from './icons.js';

/** The pages, in their order, with what somebody must be allowed to do to see each. */
export const pages: readonly { readonly path: string; readonly title: Key; readonly needs: readonly string[] }[] = [
  { path: '/portal/teams', title: 'nav.teams', needs: [] },
  { path: '/portal/access', title: 'nav.access', needs: [] },
  { path: '/portal/people', title: 'nav.people', needs: ['entitlements.list', 'teams.list', 'users.list'] },
  { path: '/portal/signins', title: 'nav.signins', needs: ['signins.readall'] },
  { path: '/portal/accounts', title: 'nav.accounts', needs: ['accounts.list'] },
  { path: '/portal/capacity', title: 'nav.capacity', needs: ['accounts.list', 'accounts.get'] },
  { path: '/portal/operations', title: 'nav.operations', needs: ['operations.readall'] },
  { path: '/portal/audit', title: 'nav.audit', needs: ['audit.read'] },
];

/** The header. */
export function Header({ session, onLanguage }: { readonly session: Session | undefined; readonly onLanguage: () => void }) {
  const [open, set] = useState(false);
  const { pathname } = useLocation();
  // going anywhere closes it.
  useEffect(() => set(false), [pathname]);
  const shown = session ? pages.filter(p => p.needs.every(session.may)) : [];
  return (
    <>
      <a class="skip" href="#main" onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}>{t('skip')}</a>
      <header class="bar">
        <Link class="brand" href="/portal/teams">
          <img src={config().logo || document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href} alt="" width={28} height={28} />
          <span>{config().title}</span>
        </Link>
        <span class="push" />
        <ThemeSwitch />
        <LanguageSwitch onLanguage={onLanguage} />
        {session && <Person session={session} />}
      </header>
      {session && (
        <nav class={open ? 'ways open' : 'ways'} aria-label={t('nav')}>
          <button type="button" class="quiet unfold" aria-expanded={open} onClick={() => set(!open)}>
            <Icon name="menu" /> {t('nav.menu')}
          </button>
          <ul>
            {shown.map(p => (
              <li key={p.path}>
                <Link href={p.path} aria-current={isCurrent(p.path, pathname) ? 'page' : undefined}>{t(p.title)}</Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}

function isCurrent(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`) || (path === '/portal/teams' && (pathname === '/' || pathname === '/portal'));
}

const themes: readonly Theme[] = ['system', 'light', 'dark'];

function ThemeSwitch() {
  const [theme, set] = useState(chosenTheme());
  return (
    <span class="select">
      <Icon name="theme" size={18} />
      <select
        aria-label={t('theme')} value={theme}
        onChange={event => {
          const chosen = event.currentTarget.value as Theme;
          keep('theme', chosen);
          set(chosen);
          if (chosen === 'system') {
            delete document.documentElement.dataset.theme;
          } else {
            document.documentElement.dataset.theme = chosen;
          }
        }}
      >
        {themes.map(name => <option key={name} value={name}>{t(`theme.${name}`)}</option>)}
      </select>
    </span>
  );
}

function LanguageSwitch({ onLanguage }: { readonly onLanguage: () => void }) {
  return (
    <span class="select">
      <Icon name="globe" size={18} />
      <select
        aria-label={t('language')} value={spoken()}
        onChange={async event => {
          await changeLanguage(event.currentTarget.value as Language);
          onLanguage();
        }}
      >
        {Object.entries(languages).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
    </span>
  );
}

function Person({ session }: { readonly session: Session }) {
  const [open, set] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { caller } = session;
  const name = caller.displayName || caller.user.replace(/^users\//, '') || caller.name;
  useEffect(() => {
    const close = (event: Event) => root.current?.contains(event.target as Node) || set(false);
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, []);
  return (
    <div
      class="person" ref={root}
      onKeyDown={event => {
        if (event.key === 'Escape' && open) {
          set(false);
          root.current?.querySelector('button')?.focus();
        }
      }}
    >
      <button type="button" class="quiet" aria-expanded={open} onClick={() => set(!open)}>
        <span class="face" aria-hidden="true">{[...name][0]?.toUpperCase()}</span>
        <span class="name">{name}</span><span class="hidden">{t('person.menu')}</span>
      </button>
      {open && (
        <div class="card menu">
          <p><strong>{name}</strong><br /><span class="small">{t('person.roles', { roles: caller.roles.join(', ') || t('person.noroles') })}</span></p>
          <SignOut />
        </div>
      )}
    </div>
  );
}

function SignOut() {
  const { api, auth } = config();
  if (auth.kind === 'oidc') {
    return <button type="button" class="button" onClick={async () => (await import('../oidc.js')).end(auth)}>{t('person.out')}</button>;
  }

  // A form and not a call: the browser goes on to the identity provider when that ends its session, too.
  return <form method="post" action={`${api}/session/logout`}><button type="submit" class="button">{t('person.out')}</button></form>;
}
