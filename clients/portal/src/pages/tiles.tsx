/** The tiles: every team that somebody may open, one click from Studio. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { collect, isRefusal, launchAddress, launchTargets, studio, type LaunchTarget } from '../api.js';
import { keep, recall } from '../choices.js';
import { compare, dateTime, relative, span, t, textOf } from '../i18n.js';
import { favouritesOf, recentOf, rememberOpened, toggleFavourite } from '../logic/kept.js';
import { canOpen, matches, opened, ordered, tileOf, type Order, type Tile } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { Link } from '../router.js';
import { useSession } from '../session.js';
import { Icon } from '../ui/icons.js';
import { Busy, Empty, Environment, Failure, Page, Pill } from '../ui/parts.js';

const orders: readonly Order[] = ['name', 'recent', 'environment'];

// Those who only run the control plane need not be in the directory, and then have no teams.
async function loadTargets(signal: AbortSignal): Promise<LaunchTarget[]> {
  try {
    return await collect(launchTargets(studio(), 'users/me', { signal }));
  } catch (error) {
    if (isRefusal(error, 'USER_UNKNOWN') || isRefusal(error, 'TOKEN_HAS_NO_USER')) {
      return [];
    }

    throw error;
  }
}

/** The page. */
export default function Tiles() {
  const { caller } = useSession();
  const user = caller.user;
  const { value: targets, error, reload } = useLoad(loadTargets, []);
  const tiles = useMemo(() => targets?.map(tileOf), [targets]);
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<Order>(() => orders.find(o => o === recall('order')) ?? 'name');
  const [favourites, setFavourites] = useState(() => favouritesOf(user));
  const [recent, setRecent] = useState(() => recentOf(user));
  const field = useRef<HTMLInputElement>(null);
  useSlashKey(field);
  useFresh(reload, tiles?.some(tile => tile.state === 'preparing') ?? false);

  const found = tiles && ordered(tiles.filter(tile => matches(tile, search)), order, recent, compare);
  const marked = found?.filter(tile => favourites.has(tile.team)) ?? [];
  const others = found?.filter(tile => !favourites.has(tile.team)) ?? [];
  const lately = tiles && tiles.length > 3 && search === ''
    ? ordered(tiles.filter(tile => canOpen(tile) && opened(tile, recent) > 0), 'recent', recent, compare).slice(0, 4) : [];
  const onOpen = (tile: Tile) => setRecent(rememberOpened(user, tile.team, Date.now()));
  const grid = (some: readonly Tile[]) => (
    <ul class="tiles">
      {some.map(tile => (
        <TileCard
          key={tile.team} tile={tile} favourite={favourites.has(tile.team)} openedAt={opened(tile, recent)} onOpen={onOpen}
          onFavourite={() => setFavourites(toggleFavourite(user, tile.team))}
        />
      ))}
    </ul>
  );

  return (
    <Page title={t('tiles.title')} wide lead={t('tiles.lead')}>
      <div class="tools">
        <label class="search">
          <span class="hidden">{t('tiles.search')}</span>
          <Icon name="search" />
          <input
            ref={field} type="search" placeholder={t('tiles.search')} value={search} autocomplete="off" spellcheck={false}
            onInput={event => setSearch(event.currentTarget.value)}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
        <label class="field inline">
          <span>{t('tiles.order')}</span>
          <select
            value={order}
            onChange={event => {
              const chosen = event.currentTarget.value as Order;
              keep('order', chosen);
              setOrder(chosen);
            }}
          >
            {orders.map(o => <option key={o} value={o}>{t(`tiles.order.${o}`)}</option>)}
          </select>
        </label>
      </div>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!found && error === undefined && (
        <>
          <Busy />
          <div class="tiles" aria-hidden="true">{Array.from({ length: 6 }, (_, i) => <div key={i} class="tile skeleton" />)}</div>
        </>
      )}
      {found && <p class="hidden" role="status">{t('tiles.count', { count: found.length })}</p>}
      {lately.length > 0 && (
        <section aria-labelledby="lately">
          <h2 id="lately">{t('tiles.recent')}</h2>
          <ul class="chips">
            {lately.map(tile => (
              <li key={tile.team}>
                <a class="chip" href={launchAddress(tile.team)} target="_blank" rel="noopener" onClick={() => onOpen(tile)}>
                  <Monogram tile={tile} /> {tile.title} <span class="hidden">{t('tiles.newtab')}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {marked.length > 0 && <section aria-labelledby="marked"><h2 id="marked">{t('tiles.favourites')}</h2>{grid(marked)}</section>}
      {others.length > 0 && <section aria-labelledby="all"><h2 id="all">{marked.length > 0 ? t('tiles.others') : t('tiles.all')}</h2>{grid(others)}</section>}
      {found?.length === 0 && tiles && tiles.length > 0 && (
        <Empty icon="search" title={t('tiles.nothing', { search })}>
          <p>{t('tiles.nothing.more')}</p>
          <p><button type="button" class="button" onClick={() => setSearch('')}>{t('tiles.clear')}</button></p>
        </Empty>
      )}
      {tiles?.length === 0 && (
        <Empty icon="group" title={t('tiles.none')}>
          <p>{t('tiles.none.more')}</p>
        </Empty>
      )}
      {tiles && (
        <p class="aside"><Link href={search === '' ? '/portal/access' : `/portal/access?team=${encodeURIComponent(search)}`}>{t('tiles.missing')}</Link></p>
      )}
    </Page>
  );
}

function Monogram({ tile }: { readonly tile: Tile }) {
  let hue = 0;
  for (const character of tile.team) {
    hue = (hue * 31 + character.codePointAt(0)!) % 8;
  }

  const words = tile.title.split(/[\s_-]+/).filter(Boolean);
  const letters = words.length > 1 ? [...words[0]!][0]! + [...words.at(-1)!][0]! : [...(words[0] ?? '?')].slice(0, 2).join('');
  return <span class={`monogram hue${hue}`} aria-hidden="true">{letters.toUpperCase()}</span>;
}

interface CardProps {
  readonly tile: Tile;
  readonly favourite: boolean;
  readonly openedAt: number;
  readonly onOpen: (tile: Tile) => void;
  readonly onFavourite: () => void;
}

function TileCard({ tile, favourite, openedAt, onOpen, onFavourite }: CardProps) {
  const open = canOpen(tile);
  const title = open
    ? <a href={launchAddress(tile.team)} target="_blank" rel="noopener" onClick={() => onOpen(tile)}>{tile.title}<span class="hidden"> {t('tiles.newtab')}</span></a>
    : tile.title;
  return (
    <li class={open ? 'tile card' : 'tile card closed'} data-team={tile.team} data-state={tile.state}>
      <div class="top">
        <Monogram tile={tile} />
        <div class="names">
          <h3>{title}</h3>
          <p class="where">
            {tile.alias !== '' && <span title={tile.account}>{tile.alias}</span>}
            {tile.region !== '' && <span>{tile.region}</span>}
          </p>
        </div>
        <button
          type="button" class="quiet star" aria-pressed={favourite} aria-label={t('tiles.favourite', { team: tile.title })}
          title={t(favourite ? 'tiles.unmark' : 'tiles.mark')} onClick={onFavourite}
        >
          <Icon name="star" filled={favourite} />
        </button>
      </div>
      {tile.purpose !== '' && <p class="purpose">{tile.purpose}</p>}
      {tile.role !== '' && <p class="role"><Icon name="shield" size={16} /><span><span class="hidden">{t('tiles.role')} </span>{tile.role}</span></p>}
      {(tile.environment !== '' || tile.project.length > 0) && (
        <ul class="tags">
          {tile.environment !== '' && <li><Environment name={tile.environment} /></li>}
          {tile.project.map(([name, value]) => <li key={name} class="tag"><span>{name}</span> {value}</li>)}
        </ul>
      )}
      {!open && <p class="why">{textOf('reason', tile.reason) ?? t('tiles.closed', { reason: tile.reason || tile.state })} <Link href={`/portal/access?team=${encodeURIComponent(tile.team)}`}>{t('tiles.why')}<span class="hidden"> {tile.title}</span></Link></p>}
      <div class="bottom">
        <StatePill tile={tile} />
        <span class="times">
          {openedAt > 0
            ? <time dateTime={new Date(openedAt).toISOString()} title={dateTime(new Date(openedAt))}>{t('tiles.opened', { when: relative(new Date(openedAt)) })}</time>
            : open && tile.sessionSeconds > 0 && <span>{t('tiles.session', { length: span(tile.sessionSeconds) })}</span>}
          {tile.until && <TimeLeft until={tile.until} />}
        </span>
        {open && <span class="go" aria-hidden="true"><Icon name="open" size={18} /></span>}
      </div>
    </li>
  );
}

function StatePill({ tile }: { readonly tile: Tile }) {
  switch (tile.state) {
    case 'ready':
      return <Pill kind="good" icon="check">{t('state.ready')}</Pill>;
    case 'new':
      return <Pill kind="info" icon="clock">{t('state.new')}</Pill>;
    case 'preparing':
      return <Pill kind="wait" icon="clock">{t('state.preparing')}</Pill>;
    case 'failed':
      return <Pill kind="bad" icon="warn">{t('state.failed')}</Pill>;
    case 'suspended':
      return <Pill kind="bad" icon="dash">{t('state.suspended')}</Pill>;
    case 'blocked':
      return <Pill kind="bad" icon="warn">{t('state.blocked')}</Pill>;
  }
}

function TimeLeft({ until }: { readonly until: Date }) {
  const seconds = (until.getTime() - Date.now()) / 1000;
  return (
    <time class={seconds < 7 * 86_400 ? 'soon' : ''} dateTime={until.toISOString()} title={dateTime(until)}>
      {seconds > 0 ? t('tiles.left', { span: span(seconds) }) : t('tiles.ended')}
    </time>
  );
}

/** The key / goes to the search field, as in many tools. */
function useSlashKey(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const busy = event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog');
      if (event.key === '/' && !busy && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.current?.focus();
      }
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [field]);
}

/** Looks again when somebody comes back to this tab, and every few seconds while a profile is being made. */
function useFresh(reload: () => void, preparing: boolean): void {
  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && reload();
    document.addEventListener('visibilitychange', seen);
    const timer = preparing ? setInterval(seen, 5000) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', seen);
      clearInterval(timer);
    };
  }, [reload, preparing]);
}
