/** Begins the portal: settings, words and the person at once, then the page. */
import { render, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { signIn, whoIsThere } from './api.js';
import { config, loadConfig } from './config.js';
import { speak, t } from './i18n.js';
import { accentOf } from './logic/colour.js';
import { go, useLocation } from './router.js';
import { sessionOf, SessionContext, type Session } from './session.js';
import { Failure, Page } from './ui/parts.js';
import { Header, pages } from './ui/shell.js';
import { SignedOut } from './ui/signedout.js';

type Load = () => Promise<{ readonly default: ComponentType<{ readonly id: string }> }>;

// The tiles are preloaded by the page; the others come when somebody goes there.
const rooms: readonly (readonly [RegExp, Load])[] = [
  [/^\/(?:portal\/?)?$|^\/portal\/teams$/, () => import('./pages/tiles.js')],
  [/^\/portal\/access$/, () => import('./pages/access.js')],
  [/^\/portal\/people$/, () => import('./pages/people.js')],
  [/^\/portal\/signins(?:\/([^/]+))?$/, () => import('./pages/signins.js')],
  [/^\/portal\/accounts(?:\/([^/]+))?$/, () => import('./pages/accounts.js')],
  [/^\/portal\/capacity$/, () => import('./pages/capacity.js')],
  [/^\/portal\/operations(?:\/([^/]+))?$/, () => import('./pages/operations.js')],
  [/^\/portal\/audit(?:\/([^/]+))?$/, () => import('./pages/audit.js')],
];

function roomOf(pathname: string): { readonly load: Load | undefined; readonly id: string } {
  for (const [pattern, load] of rooms) {
    const match = pattern.exec(pathname);
    if (match) {
      return { load, id: decodeURIComponent(match[1] ?? '') };
    }
  }

  return { load: undefined, id: '' };
}

let leave: () => void = () => undefined;

function App({ first }: { readonly first: Session | Error | undefined }) {
  const [session, set] = useState(first);
  const [, again] = useState(0);
  // The session ended while somebody looked at a page: say so in place of it.
  leave = () => set(undefined);
  const { pathname } = useLocation();
  const header = (
    <Header
      session={session instanceof Error ? undefined : session}
      onLanguage={() => again(n => n + 1)}
    />
  );
  if (session instanceof Error) {
    return <>{header}<Page title={t('error.title')}><Failure error={session} retry={() => location.reload()} /></Page></>;
  }

  if (!session) {
    return <>{header}<SignedOut onSignIn={() => signIn(pathname)} /></>;
  }

  const page = pages.find(p => pathname.startsWith(p.path));
  const allowed = !page || page.needs.every(session.may);
  return (
    <SessionContext.Provider value={session}>
      {header}
      {allowed ? <Room key={pathname} pathname={pathname} /> : <Page title={t('denied')}><p>{t('denied.more')}</p></Page>}
      <Footer />
    </SessionContext.Provider>
  );
}

function Footer() {
  const { help } = config();
  return <footer><span>{t('footer')}</span>{help && <a href={help} rel="noopener">{t('footer.help')}</a>}</footer>;
}

const loaded = new Map<Load, ComponentType<{ readonly id: string }>>();

function Room({ pathname }: { readonly pathname: string }) {
  const { load, id } = roomOf(pathname);
  const [, set] = useState(0);
  const [error, fail] = useState<unknown>();
  const Found = load && loaded.get(load);
  useEffect(() => {
    // Asks by what was drawn, and not by what is loaded by now: the preloaded tiles may come between the drawing and here.
    if (load && !Found) {
      load().then(m => {
        loaded.set(load, m.default);
        set(n => n + 1);
      }, fail);
    }
  }, [load, Found]);
  if (!load) {
    return <Page title={t('notfound')}><p>{t('notfound.more')}</p></Page>;
  }

  if (error) {
    return <Page title={t('error.title')}><Failure error={error} retry={() => location.reload()} /></Page>;
  }

  return Found ? <Found id={id} /> : <main class="page" aria-busy="true"><div class="skeleton title" /><div class="skeleton field" /></main>;
}

/** The brand's colour, where the host of the portal set one: as a sheet of its own, since inline styles are forbidden. */
function brand(): void {
  const accent = accentOf(config().accent);
  if (accent) {
    const rules = ({ accent: a, ink, soft }: { accent: string; ink: string; soft: string }) => `--accent:${a};--accent-ink:${ink};--accent-soft:${soft}`;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root{${rules(accent.light)}}:root[data-theme=dark]{${rules(accent.dark)}}
      @media(prefers-color-scheme:dark){:root:not([data-theme=light]){${rules(accent.dark)}}}`);
    document.adoptedStyleSheets = [sheet];
  }
}

async function begin(): Promise<void> {
  const words = speak();
  let first: Session | Error | undefined;
  try {
    await loadConfig();
    brand();
    const { auth } = config();
    if (auth.kind === 'oidc') {
      const path = await (await import('./oidc.js')).finish(auth);
      if (path !== undefined) {
        go(path, true);
      }
    }

    const caller = await whoIsThere();
    first = caller && sessionOf(caller, () => leave());
  } catch (error) {
    first = error instanceof Error ? error : new Error(String(error));
  }

  await words;
  const root = document.getElementById('app')!;
  root.textContent = '';
  render(<App first={first} />, root);
}

// Loaded together with this file: nothing waits for it later.
const tiles = rooms[0]![1];
tiles().then(m => loaded.set(tiles, m.default));
void begin();
