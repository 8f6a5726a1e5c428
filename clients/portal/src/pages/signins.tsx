/** Sign-ins by their reference: each step, and the way to the session in AWS. */
import { AccessService, auditEvents, DiagnosticsService, SignIn_Outcome, type AuditEvent, type SessionTrace, type SignIn } from '@controlplane/client';
import { useState } from 'preact/hooks';
import { idOf, service, studio } from '../api.js';
import { dateTime, exactTime, relative, t, textOf } from '../i18n.js';
import { normalReference } from '../logic/reference.js';
import { dateOf } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { go, Link } from '../router.js';
import { useSession } from '../session.js';
import { Icon } from '../ui/icons.js';
import { Busy, Copy, Empty, Facts, Failure, Field, Lines, Page, Pill } from '../ui/parts.js';
import { Steps } from '../ui/steps.js';

/** The page; the id is a reference. */
export default function SignIns({ id }: { readonly id: string }) {
  const [text, set] = useState(id);
  const { may } = useSession();
  return (
    <Page title={id === '' ? t('signins.title') : t('signins.one', { reference: id })} lead={id === '' ? t('signins.lead') : undefined} wide={id !== ''}>
      <form
        class="card form"
        onSubmit={event => {
          event.preventDefault();
          go(`/portal/signins/${encodeURIComponent(normalReference(text))}`);
        }}
      >
        <Field label={t('signins.reference')} grow><input required value={text} placeholder="XXXX-XXXX-XXXX" autocomplete="off" spellcheck={false} onInput={e => set(e.currentTarget.value)} /></Field>
        <button type="submit" class="button primary"><Icon name="search" size={18} /> {t('signins.find')}</button>
      </form>
      {id !== '' ? <One reference={id} /> : may('audit.read') && <Latest />}
    </Page>
  );
}

function Latest() {
  const { value, error, reload } = useLoad(async signal => {
    const page = await auditEvents(studio()).page('', { filter: 'action = "signin.launch"', pageSize: 20 }, { signal });
    return page.items.filter(e => e.signIn !== '');
  }, []);
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{t('signins.latest')}</h2>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!value && error === undefined && <><Busy /><Lines count={6} /></>}
      {value?.length === 0 && <Empty icon="clock" title={t('signins.none')} />}
      {value && value.length > 0 && <ul class="rows card">{value.map(e => <LatestRow key={e.name} event={e} />)}</ul>}
    </section>
  );
}

function LatestRow({ event }: { readonly event: AuditEvent }) {
  const time = dateOf(event.time)!;
  return (
    <li>
      <Link class="row" href={`/portal/signins/${encodeURIComponent(event.signIn)}`}>
        <Pill kind={event.outcome === 'allowed' ? 'good' : 'bad'}>{textOf('outcome', event.outcome) ?? event.outcome}</Pill>
        <code>{event.signIn}</code>
        <span class="grow">{t('signins.who', { user: event.user, team: event.team })}</span>
        <time class="small" dateTime={time.toISOString()} title={dateTime(time)}>{relative(time)}</time>
      </Link>
    </li>
  );
}

const outcomes: Readonly<Record<SignIn_Outcome, readonly ['good' | 'bad' | 'wait' | 'plain', string]>> = {
  [SignIn_Outcome.UNSPECIFIED]: ['plain', 'unknown'],
  [SignIn_Outcome.PENDING]: ['wait', 'pending'],
  [SignIn_Outcome.LAUNCHED]: ['good', 'launched'],
  [SignIn_Outcome.REFUSED]: ['bad', 'refused'],
  [SignIn_Outcome.FAILED]: ['bad', 'failed'],
};

function One({ reference }: { readonly reference: string }) {
  const { may } = useSession();
  const name = `signIns/${reference}`;
  const { value: signIn, error, reload } = useLoad(signal => service(studio(), AccessService).getSignIn({ name }, { signal }), [reference]);
  const trace = useLoad(async signal => (may('diagnostics.run') ? await service(studio(), DiagnosticsService).traceSession({ name }, { signal }) : undefined), [reference]);
  if (error !== undefined) {
    return <Failure error={error} retry={reload} />;
  }

  if (!signIn) {
    return <><Busy /><Lines count={6} /></>;
  }

  return (
    <div class="columns">
      <div>
        <Summary signIn={signIn} reference={reference} />
        <section class="card" aria-labelledby="steps"><h2 id="steps">{t('access.steps')}</h2><Steps steps={signIn.steps} /></section>
      </div>
      <div>
        {trace.error !== undefined && <Failure error={trace.error} retry={trace.reload} />}
        {trace.value && <Trace trace={trace.value} />}
        {!trace.value && trace.loading && <Lines count={4} />}
      </div>
    </div>
  );
}

function Summary({ signIn, reference }: { readonly signIn: SignIn; readonly reference: string }) {
  const [kind, word] = outcomes[signIn.outcome];
  const began = dateOf(signIn.startTime);
  return (
    <section class="card" aria-labelledby="summary">
      <h2 id="summary">{t('signins.summary')} <Pill kind={kind}>{textOf('outcome', word)}</Pill></h2>
      {signIn.reason !== '' && <p>{textOf('reason', signIn.reason) ?? signIn.reason} <code>{signIn.reason}</code></p>}
      <Facts
        facts={[
          [t('signins.reference'), <Copy key="reference" value={reference} />],
          [t('signins.time'), began ? exactTime(began) : ''],
          [t('signins.user'), signIn.user && idOf(signIn.user)],
          [t('signins.team'), signIn.team && idOf(signIn.team)],
          [t('signins.idp'), signIn.identityProvider],
          [t('signins.trace'), signIn.traceId && <Copy key="trace" value={signIn.traceId} />],
        ]}
      />
    </section>
  );
}

function Trace({ trace }: { readonly trace: SessionTrace }) {
  return (
    <>
      <section class="card" aria-labelledby="chain">
        <h2 id="chain">{t('trace.title')}</h2>
        <ol class="chain">
          {trace.links.map(link => {
            const time = dateOf(link.time);
            const facts = Object.entries(link.facts);
            return (
              <li key={`${link.kind} ${link.value}`}>
                <strong>{textOf('trace', link.kind) ?? link.kind}</strong>
                {time && <time class="small" dateTime={time.toISOString()}>{exactTime(time)}</time>}
                <code>{link.value}</code>
                {facts.length > 0 && (
                  <details>
                    <summary>{t('steps.facts')}<span class="hidden"> {textOf('trace', link.kind) ?? link.kind}</span></summary>
                    <dl class="facts">{facts.map(([k, v]) => <div key={k}><dt>{k.replaceAll('_', ' ')}</dt><dd>{v}</dd></div>)}</dl>
                  </details>
                )}
              </li>
            );
          })}
        </ol>
        {trace.gaps.length > 0 && <><h3>{t('trace.gaps')}</h3><ul>{trace.gaps.map(gap => <li key={gap}>{gap}</li>)}</ul></>}
      </section>
      {trace.queries.length > 0 && (
        <section class="card" aria-labelledby="cloudtrail">
          <h2 id="cloudtrail">{t('trace.queries')}</h2>
          {trace.queries.map(q => (
            <details key={`${q.account} ${q.region} ${q.eventName} ${q.shows}`} class="query">
              <summary><strong>{q.eventName}</strong> <span class="small">{q.account} · {q.region}</span></summary>
              <p>{q.shows}</p>
              <dl class="facts">{Object.entries(q.fields).map(([k, v]) => <div key={k}><dt>{k}</dt><dd><Copy value={v} /></dd></div>)}</dl>
            </details>
          ))}
        </section>
      )}
    </>
  );
}
