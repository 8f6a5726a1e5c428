/** How full accounts and domains are, and what would be hit first. */
import { accounts, AccountService, type Account, type AccountCapacity, type DomainCapacity } from '@controlplane/client';
import { useState } from 'preact/hooks';
import { collect, idOf, service, studio } from '../api.js';
import { compare, number, percent, t, textOf } from '../i18n.js';
import { useLoad } from '../load.js';
import { Bar, levelOf, Ring, shareOf } from '../ui/capacity.js';
import { Busy, Empty, Environment, Failure, Field, Lines, Page, Pill } from '../ui/parts.js';

interface Row {
  readonly account: Account;
  readonly capacity: AccountCapacity | undefined;
  readonly error: unknown;
}

// AWS is asked for each domain: a few accounts at a time keep its limits out of the way.
const atOnce = 4;

async function loadAll(signal: AbortSignal): Promise<Row[]> {
  const all = await collect(accounts(studio()).list({}, { signal }));
  const rows: Row[] = [];
  const client = service(studio(), AccountService);
  const queue = [...all];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let account = queue.shift(); account; account = queue.shift()) {
      try {
        rows.push({ account, capacity: await client.getAccountCapacity({ name: account.name }, { signal }), error: undefined });
      } catch (error) {
        signal.throwIfAborted();
        // One account that cannot be asked must not hide the others: its card says why.
        rows.push({ account, capacity: undefined, error });
      }
    }
  }));
  return rows;
}

/** The page. */
export default function Capacity() {
  const { value, error, reload } = useLoad(loadAll, []);
  const [order, set] = useState<'full' | 'name'>('full');
  const titleOf = (row: Row) => row.account.displayName || idOf(row.account.name);
  const fullness = (row: Row) => shareOf(row.capacity?.firstLimit) ?? -1;
  const rows = value && [...value].sort((a, b) => (order === 'full' ? fullness(b) - fullness(a) : 0) || compare(titleOf(a), titleOf(b)));
  const domains = rows?.flatMap(r => r.capacity?.domains ?? []) ?? [];
  return (
    <Page title={t('capacity.title')} lead={t('capacity.lead')} wide>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!rows && error === undefined && <><Busy /><Lines count={3} height="11rem" /></>}
      {rows?.length === 0 && <Empty icon="globe" title={t('accounts.none')} />}
      {rows && rows.length > 0 && (
        <>
          {domains.length > 1 && <Overview domains={domains} />}
          <div class="tools"><Field label={t('tiles.order')}><select value={order} onChange={e => set(e.currentTarget.value as typeof order)}><option value="full">{t('capacity.full')}</option><option value="name">{t('tiles.order.name')}</option></select></Field></div>
          <div class="grid">{rows.map(row => <AccountCard key={row.account.name} row={row} title={titleOf(row)} />)}</div>
        </>
      )}
    </Page>
  );
}

/** All domains side by side: the places that are taken, the highest first. */
function Overview({ domains }: { readonly domains: readonly DomainCapacity[] }) {
  const bars = [...domains].filter(d => d.profiles).sort((a, b) => (shareOf(b.profiles) ?? 0) - (shareOf(a.profiles) ?? 0)).slice(0, 24);
  const step = 100 / bars.length;
  const summary = bars.map(d => `${idOf(d.domain)} ${percent(shareOf(d.profiles) ?? 0)}`).join(', ');
  const top = Math.max(...bars.map(d => shareOf(d.profiles) ?? 0));
  // A chart of nothing but crumbs says nothing: the axis ends at the next quarter above the highest bar.
  const scale = Math.max(0.25, Math.ceil(top * 4) / 4);
  return (
    <section class="card" aria-labelledby="overview">
      <h2 id="overview">{t('capacity.overview')}</h2>
      <div class="columns-chart">
        <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('capacity.chart', { summary })}>
          {[0, 0.5, 1].map(line => <line key={line} class="axis" x1="0" x2="100" y1={39.5 - line * 38} y2={39.5 - line * 38} />)}
          {bars.map((d, i) => {
            const share = shareOf(d.profiles) ?? 0;
            const height = Math.max(share > 0 ? 0.6 : 0.25, (Math.min(share, scale) / scale) * 38);
            return <rect key={d.domain} class={levelOf(share)} x={i * step + step * 0.2} width={step * 0.6} y={39.5 - height} height={height}><title>{`${idOf(d.domain)}: ${percent(share)}`}</title></rect>;
          })}
        </svg>
        <div class="scale small" aria-hidden="true"><span>{percent(scale)}</span><span>{percent(scale / 2)}</span><span>{percent(0)}</span></div>
      </div>
      <ul class="axis-names small" aria-hidden="true">{bars.map(d => <li key={d.domain} title={d.domain}>{idOf(d.domain)}</li>)}</ul>
    </section>
  );
}

function AccountCard({ row, title }: { readonly row: Row; readonly title: string }) {
  const { account, capacity, error } = row;
  const share = shareOf(capacity?.firstLimit);
  const id = `account-${idOf(account.name)}`;
  return (
    <section class="card capacity" aria-labelledby={id}>
      <div class="top">
        <div class="names">
          <h2 id={id}>{title} <Environment name={account.environment} /></h2>
          <p class="where"><span>{idOf(account.name)}</span></p>
        </div>
        {share !== undefined && <Ring share={share} label={t('capacity.ring', { share: percent(share) })} />}
      </div>
      {error !== undefined && <Failure error={error} />}
      {capacity?.firstLimit && <p class="small">{t('capacity.first', { limit: textOf('limit', capacity.firstLimit.name) ?? capacity.firstLimit.name, left: number(capacity.firstLimit.allowed - capacity.firstLimit.used) })}</p>}
      {capacity?.domains.length === 0 && <p class="small">{t('capacity.nodomains')}</p>}
      {capacity?.domains.map(d => (
        <div key={d.domain} class="domain">
          <h3>{idOf(d.domain)} <span class="small">{d.domain.split('/')[3]}</span></h3>
          {d.profiles && <Bar limit={d.profiles} />}
          {d.observedProfiles && <Bar limit={d.observedProfiles} />}
          {d.apps && <Bar limit={d.apps} />}
          {d.unavailableReason !== '' && <Pill kind="bad" icon="warn">{textOf('reason', d.unavailableReason) ?? d.unavailableReason}</Pill>}
        </div>
      ))}
    </section>
  );
}
