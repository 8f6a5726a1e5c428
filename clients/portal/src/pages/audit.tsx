/** The audit log: who did what, what came out, and whether the chain is whole. */
import { auditEvents, AuditService, type AuditEvent, type VerifyAuditLogResponse } from '@controlplane/client';
import { useEffect, useState } from 'preact/hooks';
import { idOf, service, studio } from '../api.js';
import { dateTime, exactTime, number, t, textOf } from '../i18n.js';
import { differences } from '../logic/diff.js';
import { auditFilter, type AuditSearch } from '../logic/filter.js';
import { dateOf } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { Link, setQuery, useLocation } from '../router.js';
import { useSession } from '../session.js';
import { Icon } from '../ui/icons.js';
import { Busy, Copy, Empty, Facts, Failure, Field, Lines, More, Page, Pill } from '../ui/parts.js';

/** The page; the id is an event's sequence. */
export default function Audit({ id }: { readonly id: string }) {
  return id === '' ? <Browser /> : <One id={id} />;
}

const fields = ['user', 'team', 'action', 'outcome', 'signIn', 'from', 'to'] as const;

function Browser() {
  const { may } = useSession();
  const query = useLocation().searchParams;
  const asked = Object.fromEntries(fields.map(f => [f, query.get(f) ?? ''])) as unknown as AuditSearch;
  const filter = auditFilter(asked);
  const [form, set] = useState(asked);
  const [more, setMore] = useState<{ filter: string; items: AuditEvent[]; token: string; busy: boolean; error?: unknown }>();
  const first = useLoad(signal => auditEvents(studio()).page('', { filter, pageSize: 50 }, { signal }), [filter]);
  // another first page begins anew.
  useEffect(() => setMore(undefined), [first.value]);
  const items = [...(first.value?.items ?? []), ...(more?.items ?? [])];
  const token = more?.token ?? first.value?.nextPageToken ?? '';
  const write = (name: keyof AuditSearch) => (e: { readonly currentTarget: HTMLInputElement }) => set({ ...form, [name]: e.currentTarget.value });
  const text = (name: keyof AuditSearch) => (
    <Field label={t(`audit.${name}`)} grow><input type="text" value={form[name]} autocomplete="off" onInput={write(name)} /></Field>
  );
  const date = (name: keyof AuditSearch) => <Field label={t(`audit.${name}`)} grow><input type="date" value={form[name]} onInput={write(name)} /></Field>;
  const fetchMore = async () => {
    const before = more ?? { filter, items: [], token, busy: false };
    setMore({ ...before, busy: true });
    try {
      const page = await auditEvents(studio()).page(token, { filter, pageSize: 50 });
      setMore({ filter, items: [...before.items, ...page.items], token: page.nextPageToken, busy: false });
    } catch (error) {
      setMore({ ...before, busy: false, error });
    }
  };
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} wide>
      {may('audit.verify') && <Chain />}
      <form
        class="card form filters"
        onSubmit={e => {
          e.preventDefault();
          setQuery({ ...form });
        }}
      >
        {text('user')}
        {text('team')}
        {text('action')}
        <Field label={t('audit.outcome')}>
          <select value={form.outcome} onChange={e => set({ ...form, outcome: e.currentTarget.value })}>
            <option value="">{t('audit.any')}</option>
            {(['allowed', 'refused', 'failed'] as const).map(o => <option key={o} value={o}>{textOf('outcome', o)}</option>)}
          </select>
        </Field>
        {text('signIn')}
        {date('from')}
        {date('to')}
        <button type="submit" class="button primary"><Icon name="search" size={18} /> {t('audit.find')}</button>
      </form>
      {first.error !== undefined && <Failure error={first.error} retry={first.reload} />}
      {!first.value && first.error === undefined && <><Busy /><Lines count={8} /></>}
      {first.value && items.length === 0 && token === '' && <Empty icon="search" title={t('audit.none')} />}
      {items.length > 0 && <ul class="rows card" aria-busy={first.loading}>{items.map(e => <Row key={e.name} event={e} />)}</ul>}
      {more?.error !== undefined && <Failure error={more.error} />}
      <More show={token !== ''} busy={more?.busy ?? false} onMore={fetchMore} />
    </Page>
  );
}

function OutcomePill({ outcome }: { readonly outcome: string }) {
  const good = outcome === 'allowed' || outcome === 'done';
  const kind = good ? 'good' : outcome === 'refused' ? 'wait' : 'bad';
  return <Pill kind={kind} icon={good ? 'check' : outcome === 'refused' ? 'dash' : 'cross'}>{textOf('outcome', outcome) ?? outcome}</Pill>;
}

function Row({ event }: { readonly event: AuditEvent }) {
  const time = dateOf(event.time)!;
  return (
    <li>
      <div class="row">
        <OutcomePill outcome={event.outcome} />
        <Link class="grow" href={`/portal/audit/${idOf(event.name)}`}>{textOf('action', event.action) ?? event.action}{event.action === 'api.call' && ` ${shortResource(event.resource)}`}</Link>
        <span class="small what">{[event.user, event.team].filter(Boolean).join(' · ') || shortResource(event.resource)}</span>
        {event.signIn !== '' && <Link class="small" href={`/portal/signins/${encodeURIComponent(event.signIn)}`}><code>{event.signIn}</code></Link>}
        <span class="small">{event.actor || event.user}</span>
        <time class="small" dateTime={time.toISOString()}>{dateTime(time)}</time>
      </div>
    </li>
  );
}

function shortResource(resource: string): string {
  return resource.startsWith('/controlplane.') ? resource.slice(resource.lastIndexOf('/') + 1) : resource;
}

function Chain() {
  const [state, set] = useState<{ busy?: boolean; answer?: VerifyAuditLogResponse; error?: unknown }>({});
  const verify = async () => {
    set({ busy: true });
    try {
      // Thousands of hashes take their time.
      set({ answer: await service(studio(), AuditService).verifyAuditLog({}, { timeoutMs: 300_000 }) });
    } catch (error) {
      set({ error });
    }
  };
  const { answer } = state;
  return (
    <section class={`card chainstate ${answer ? (answer.intact ? 'good' : 'bad') : ''}`} aria-labelledby="chainstate">
      <span class="disc"><Icon name={answer && !answer.intact ? 'warn' : 'link'} size={26} /></span>
      <div class="grow" aria-live="polite">
        <h2 id="chainstate">{answer ? (answer.intact ? t('chain.intact') : t('chain.broken')) : t('chain.title')}</h2>
        {!answer && !state.busy && <p class="small">{t('chain.more')}</p>}
        {state.busy && <p class="small">{t('chain.busy')}</p>}
        {answer?.intact && <p class="small">{t('chain.verified', { count: Number(answer.verified) })} {answer.head && <>{t('chain.head')} <code>{answer.head.hash.slice(0, 16)}…</code></>}</p>}
        {answer && !answer.intact && <p>{t('chain.fault', { sequence: number(answer.faultySequence) })} {answer.fault}</p>}
        {state.error !== undefined && <Failure error={state.error} />}
      </div>
      <button type="button" class="button" disabled={state.busy ?? false} onClick={verify}>{t('chain.verify')}</button>
    </section>
  );
}

function One({ id }: { readonly id: string }) {
  const { value: event, error, reload } = useLoad(signal => auditEvents(studio()).get(`auditEvents/${id}`, { signal }), [id]);
  const time = event && dateOf(event.time);
  const changes = event && (event.before !== '' || event.after !== '') ? differences(event.before, event.after) : [];
  const [all, set] = useState(false);
  return (
    <Page title={event ? (textOf('action', event.action) ?? event.action) : t('audit.one', { sequence: id })} lead={event && t('audit.one', { sequence: id })}>
      <p><Link href="/portal/audit">{t('audit.back')}</Link></p>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!event && error === undefined && <><Busy /><Lines count={6} /></>}
      {event && (
        <>
          <section class="card">
            <OutcomePill outcome={event.outcome} />
            {event.reason !== '' && <p>{textOf('reason', event.reason) ?? ''} <code>{event.reason}</code></p>}
            <Facts
              facts={[
                [t('audit.time'), time ? exactTime(time) : ''], [t('audit.action'), <code key="a">{event.action}</code>], [t('audit.actor'), event.actor],
                [t('audit.user'), event.user], [t('audit.team'), event.team], [t('audit.resource'), event.resource],
                [t('audit.signIn'), event.signIn && <Link key="s" href={`/portal/signins/${encodeURIComponent(event.signIn)}`}>{event.signIn}</Link>],
                [t('signins.idp'), event.identityProvider], [t('audit.address'), event.address], [t('signins.trace'), event.traceId && <Copy key="t" value={event.traceId} />],
                ...Object.entries(event.facts).map(([k, v]): [string, string] => [k.replaceAll('_', ' '), v]),
              ]}
            />
          </section>
          {changes.length > 0 && (
            <section class="card" aria-labelledby="diff">
              <h2 id="diff">{event.before === '' ? t('diff.created') : event.after === '' ? t('diff.deleted') : t('diff.changed', { count: changes.filter(c => c.kind !== 'same').length })}</h2>
              {changes.some(c => c.kind === 'same') && <label class="check"><input type="checkbox" checked={all} onChange={e => set(e.currentTarget.checked)} /> {t('diff.all')}</label>}
              <div class="scroller" tabIndex={0} role="region" aria-labelledby="diff">
                <table class="diff">
                  <thead><tr><th scope="col">{t('diff.field')}</th><th scope="col">{t('diff.before')}</th><th scope="col">{t('diff.after')}</th></tr></thead>
                  <tbody>
                    {changes.filter(c => all || c.kind !== 'same').map(c => (
                      <tr key={c.path} class={c.kind}><th scope="row">{c.path}</th><td>{c.kind === 'added' ? '' : c.kind === 'same' ? c.before : <del>{c.before}</del>}</td><td>{c.kind === 'removed' ? '' : c.kind === 'same' ? c.after : <ins>{c.after}</ins>}</td></tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </section>
          )}
          <section class="card" aria-labelledby="hashes">
            <h2 id="hashes">{t('audit.chain')}</h2>
            <Facts facts={[[t('audit.hash'), <Copy key="h" value={event.hash} />], [t('audit.previous'), <Copy key="p" value={event.previousHash} />]]} />
          </section>
        </>
      )}
    </Page>
  );
}
