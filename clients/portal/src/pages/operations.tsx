/** Long work: what goes on, how far it is, how it ended, and a way to stop it. */
import { operations, type Operation } from '@controlplane/client';
import { useEffect, useState } from 'preact/hooks';
import { idOf, studio } from '../api.js';
import { dateTime, relative, t, textOf } from '../i18n.js';
import { dateOf } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { Link } from '../router.js';
import { Findings, OperationPill, Progress, targetOf, useFollowed, verificationOf } from '../ui/operation.js';
import { Busy, Copy, Empty, Facts, Failure, Field, Lines, Page } from '../ui/parts.js';

/** The page; the id is an operation's. */
export default function Operations({ id }: { readonly id: string }) {
  return id === '' ? <All /> : <One id={id} />;
}

function All() {
  const [which, set] = useState('');
  const { value, error, reload } = useLoad(
    signal => operations(studio()).page('', { filter: which, pageSize: 100 }, { signal }), [which]);
  // New work that others begin shows up by itself; what is shown is followed by its own card.
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), 10_000);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Page title={t('operations.title')} lead={t('operations.lead')} wide>
      <div class="tools">
        <Field label={t('operations.show')}>
          <select value={which} onChange={e => set(e.currentTarget.value)}>
            <option value="">{t('operations.all')}</option>
            <option value="done = false">{t('operation.running')}</option>
            <option value="done = true">{t('operation.done')}</option>
          </select>
        </Field>
      </div>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!value && error === undefined && <><Busy /><Lines count={6} /></>}
      {value?.items.length === 0 && <Empty icon="clock" title={t('operations.none')}><p>{t('operations.none.more')}</p></Empty>}
      {value && value.items.length > 0 && <ul class="rows card">{value.items.map(o => <Row key={o.name} given={o} />)}</ul>}
    </Page>
  );
}

function Row({ given }: { readonly given: Operation }) {
  const operation = useFollowed(given) ?? given;
  const time = dateOf(operation.createTime)!;
  return (
    <li>
      <div class="row">
        <OperationPill operation={operation} />
        <Link class="grow" href={`/portal/operations/${encodeURIComponent(idOf(operation.name))}`}>{textOf('operation.kind', operation.kind) ?? operation.kind}{operation.target !== '' && ` · ${targetOf(operation)}`}</Link>
        <span class="small">{operation.actor}</span>
        <time class="small" dateTime={time.toISOString()} title={dateTime(time)}>{relative(time)}</time>
      </div>
      {!operation.done && <Progress operation={operation} />}
    </li>
  );
}

function One({ id }: { readonly id: string }) {
  const { value, error, reload } = useLoad(signal => operations(studio()).get(`operations/${id}`, { signal }), [id]);
  const operation = useFollowed(value) ?? value;
  const found = operation && verificationOf(operation);
  const began = operation && dateOf(operation.createTime);
  const ended = operation && dateOf(operation.endTime);
  return (
    <Page title={operation ? (textOf('operation.kind', operation.kind) ?? operation.kind) : t('operations.one')}>
      <p><Link href="/portal/operations">{t('operations.back')}</Link></p>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!operation && error === undefined && <><Busy /><Lines count={4} /></>}
      {operation && (
        <section class="card">
          <OperationPill operation={operation} />
          <Progress operation={operation} />
          <Facts
            facts={[
              [t('operations.target'), operation.target], [t('operations.actor'), operation.actor],
              [t('operations.began'), began ? dateTime(began) : ''], [t('operations.ended'), ended ? dateTime(ended) : ''],
              [t('operations.name'), <Copy key="name" value={operation.name} />],
            ]}
          />
        </section>
      )}
      {found && <section class="card" aria-labelledby="findings"><h2 id="findings">{t('accounts.findings', { count: found.findings.length })}</h2><Findings verification={found} /></section>}
    </Page>
  );
}
