/** The accounts, and whether each is healthy: verified at a click, with what to do about each finding. */
import { accounts, AccountService, Account_State, operations, type Account, type Operation } from '@controlplane/client';
import { useState } from 'preact/hooks';
import { collect, idOf, service, studio } from '../api.js';
import { compare, relative, t, textOf } from '../i18n.js';
import { dateOf } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { Link } from '../router.js';
import { useSession } from '../session.js';
import { Icon } from '../ui/icons.js';
import { Findings, OperationPill, Progress, useFollowed, verificationOf } from '../ui/operation.js';
import { Busy, Copy, Empty, Environment, Facts, Failure, Field, Lines, Page, Pill } from '../ui/parts.js';

async function loadAll(signal: AbortSignal, may: (permission: string) => boolean) {
  const [all, work] = await Promise.all([
    collect(accounts(studio()).list({}, { signal })),
    may('operations.get') ? operations(studio()).page('', { filter: 'kind = "accounts.verify"', pageSize: 500 }, { signal }).then(p => p.items) : [],
  ]);
  // Operations come newest first.
  const newest = new Map<string, Operation>();
  for (const operation of work) {
    if (!newest.has(operation.target)) {
      newest.set(operation.target, operation);
    }
  }

  return { all: [...all].sort((a, b) => compare(a.displayName || a.name, b.displayName || b.name)), newest };
}

/** The page; the id is an account's. */
export default function Accounts({ id }: { readonly id: string }) {
  const { may } = useSession();
  const { value, error, reload } = useLoad(signal => loadAll(signal, may), []);
  const [search, set] = useState('');
  const shown = value?.all.filter(a => (id === '' ? `${a.displayName} ${a.name} ${a.environment}`.toLowerCase().includes(search.toLowerCase()) : idOf(a.name) === id));
  return (
    <Page title={id === '' ? t('accounts.title') : t('accounts.one', { account: id })} lead={t('accounts.lead')} wide>
      {id === ''
        ? <div class="tools"><Field label={t('accounts.search')} grow><input type="search" value={search} onInput={e => set(e.currentTarget.value)} /></Field></div>
        : <p><Link href="/portal/accounts">{t('accounts.all')}</Link></p>}
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!shown && error === undefined && <><Busy /><Lines count={3} height="12rem" /></>}
      {shown?.length === 0 && <Empty icon="globe" title={t('accounts.none')} />}
      <div class="grid">{shown?.map(a => <AccountCard key={a.name} account={a} last={value?.newest.get(a.name)} open={id !== ''} />)}</div>
    </Page>
  );
}

function AccountCard({ account, last, open }: { readonly account: Account; readonly last: Operation | undefined; readonly open: boolean }) {
  const { may } = useSession();
  const [begun, set] = useState<Operation>();
  const [error, fail] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const operation = useFollowed(begun ?? last);
  const found = operation && verificationOf(operation);
  const ended = operation && dateOf(operation.endTime);
  const wrong = found?.findings.filter(f => f.verdict === 3).length ?? 0;
  const id = `account-${idOf(account.name)}`;
  const verify = async () => {
    setBusy(true);
    fail(undefined);
    try {
      set(await service(studio(), AccountService).verifyAccount({ name: account.name, requestId: crypto.randomUUID() }));
    } catch (e) {
      fail(e);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card account" aria-labelledby={id} data-account={idOf(account.name)}>
      <div class="top">
        <div class="names">
          <h2 id={id}>{account.displayName || idOf(account.name)} {account.environment !== '' && <Environment name={account.environment} />}</h2>
          <p class="where"><span>{idOf(account.name)}</span>{account.regions.map(r => <span key={r}>{r}</span>)}</p>
        </div>
        {account.state === Account_State.SUSPENDED && <Pill kind="bad" icon="dash">{t('state.suspended')}</Pill>}
        {operation && !operation.done ? <OperationPill operation={operation} />
          : found ? <Pill kind={found.passed ? 'good' : 'bad'} icon={found.passed ? 'check' : 'cross'}>{found.passed ? t('accounts.healthy') : t('accounts.wrong', { count: wrong })}</Pill>
            : operation ? <OperationPill operation={operation} /> : <Pill kind="plain">{t('accounts.never')}</Pill>}
      </div>
      <div class="line">
        {may('accounts.verify') && (
          <button type="button" class="button" disabled={busy || (operation !== undefined && !operation.done)} onClick={verify}>
            <Icon name="again" size={16} /> {t('accounts.verify')}<span class="hidden"> {account.displayName || idOf(account.name)}</span>
          </button>
        )}
        {ended && <span class="small">{t('accounts.verified', { when: relative(ended) })}</span>}
      </div>
      {error !== undefined && <Failure error={error} />}
      {operation && (!operation.done || operation.result.case === 'error') && <Progress operation={operation} />}
      {found && <details open={open || !found.passed || begun !== undefined}><summary>{t('accounts.findings', { count: found.findings.length })}</summary><Findings verification={found} /></details>}
      <details>
        <summary>{t('accounts.roles')}</summary>
        <Facts facts={[[t('accounts.broker'), <Copy key="b" value={account.brokerRole} />], [t('accounts.vend'), <Copy key="v" value={account.vendRole} />], [t('right.source'), textOf('source', account.source) ?? account.source]]} />
      </details>
    </section>
  );
}
