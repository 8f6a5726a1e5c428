/** Why somebody can or cannot open a team, in words, with whom to ask. */
import { AccessService, type AccessExplanation } from '@controlplane/client';
import { useEffect, useState } from 'preact/hooks';
import { encodeId, idOf, isSignedOut, launchAddress, service, studio } from '../api.js';
import { t, textOf } from '../i18n.js';
import { useSession } from '../session.js';
import { Icon } from '../ui/icons.js';
import { Busy, Environment, Failure, Field, Lines, Page } from '../ui/parts.js';
import { Steps } from '../ui/steps.js';
import { setQuery, useLocation } from '../router.js';

/** The page. */
export default function Access() {
  const { may, onSignedOut } = useSession();
  const query = useLocation().searchParams;
  const askedTeam = query.get('team') ?? '';
  const askedUser = query.get('user') ?? '';
  const forOthers = may('access.inspectall') || may('launch.onbehalf');
  const [team, setTeam] = useState(askedTeam);
  const [user, setUser] = useState(askedUser);
  const [state, set] = useState<{ answer?: AccessExplanation; error?: unknown; busy?: boolean }>({});
  const [turn, again] = useState(0);
  // asking twice asks again.
  useEffect(() => {
    if (askedTeam === '') {
      return;
    }

    const abort = new AbortController();
    set({ busy: true });
    const name = `users/${askedUser === '' ? 'me' : encodeId(askedUser)}/teams/${encodeId(askedTeam)}`;
    service(studio(), AccessService).explainAccess({ name }, { signal: abort.signal }).then(
      answer => set({ answer }),
      error => {
        if (isSignedOut(error)) {
          onSignedOut();
        } else if (!abort.signal.aborted) {
          set({ error });
        }
      },
    );
    return () => abort.abort();
  }, [askedTeam, askedUser, turn]);

  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <form
        class="card form"
        onSubmit={event => {
          event.preventDefault();
          setQuery({ team: team.trim(), user: user.trim() });
          again(n => n + 1);
        }}
      >
        <Field label={t('access.team')} grow><input required value={team} autocomplete="off" spellcheck={false} onInput={event => setTeam(event.currentTarget.value)} /></Field>
        {forOthers && <Field label={t('access.user')} grow><input value={user} placeholder={t('access.me')} autocomplete="off" spellcheck={false} onInput={event => setUser(event.currentTarget.value)} /></Field>}
        <button type="submit" class="button primary">{t('access.ask')}</button>
      </form>
      <div class="answer" aria-live="polite">
        {state.busy && <><Busy /><Lines count={3} /></>}
        {state.error !== undefined && <Failure error={state.error} />}
        {state.answer && <Answer answer={state.answer} forMe={askedUser === ''} />}
      </div>
    </Page>
  );
}

function Answer({ answer, forMe }: { readonly answer: AccessExplanation; readonly forMe: boolean }) {
  const team = idOf(answer.name);
  const { route } = answer;
  return (
    <>
      <section class={answer.allowed ? 'card verdict good' : 'card verdict bad'} aria-labelledby="verdict">
        <span class="disc"><Icon name={answer.allowed ? 'check' : 'warn'} size={28} /></span>
        <div>
          <h2 id="verdict">{answer.allowed ? t('access.yes', { team }) : (textOf('reason', answer.reason) ?? t('access.no', { team }))}</h2>
          {answer.message !== '' && <p>{answer.message}</p>}
          {!answer.allowed && <p class="small"><code>{answer.reason}</code></p>}
          {route && <p class="where"><span>{route.accountAlias || route.account}</span><span>{route.region}</span><Environment name={route.environment} /></p>}
          {answer.allowed && forMe && <p><a class="button primary" href={launchAddress(team)} target="_blank" rel="noopener"><Icon name="open" size={18} /> {t('access.open', { team })}<span class="hidden"> {t('tiles.newtab')}</span></a></p>}
        </div>
      </section>
      {!answer.allowed && (
        <section class="card" aria-labelledby="owners">
          <h2 id="owners">{t('access.owners')}</h2>
          {answer.owners.length > 0
            ? <ul class="people">{answer.owners.map(o => <li key={o.name}><Icon name={o.name.startsWith('groups/') ? 'group' : 'person'} /> <strong>{o.displayName || idOf(o.name)}</strong> <span class="small">{o.displayName !== '' && idOf(o.name)}</span></li>)}</ul>
            : <p>{t('access.noowners')}</p>}
        </section>
      )}
      <section class="card" aria-labelledby="steps">
        <h2 id="steps">{t('access.steps')}</h2>
        <Steps steps={answer.steps} />
      </section>
    </>
  );
}
