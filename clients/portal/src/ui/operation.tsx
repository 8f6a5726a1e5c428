/** Long work, followed while it goes on. */
import { AccountVerificationSchema, cancelOperation, errorOfStatus, waitForOperation, type AccountVerification, type Operation } from '@controlplane/client';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { useEffect, useState } from 'preact/hooks';
import { idOf, studio } from '../api.js';
import { number, t, textOf } from '../i18n.js';
import { useSession } from '../session.js';
import { Icon } from './icons.js';
import { Failure, Pill } from './parts.js';

/** An operation as it is now; follows it until it is done. */
export function useFollowed(given: Operation | undefined): Operation | undefined {
  const [seen, set] = useState(given);
  // another operation is another name.
  useEffect(() => {
    set(given);
    if (!given || given.done) {
      return;
    }

    const abort = new AbortController();
    // How it failed is in the operation itself, which onProgress has brought.
    waitForOperation(studio(), given, { signal: abort.signal, onProgress: set }).catch(() => undefined);
    return () => abort.abort();
  }, [given?.name]);
  return seen;
}

/** Whether it goes on, and how it ended. */
export function OperationPill({ operation }: { readonly operation: Operation }) {
  if (!operation.done) {
    return <Pill kind="wait" icon="clock">{t(operation.progress?.cancelling ? 'operation.cancelling' : 'operation.running')}</Pill>;
  }

  if (operation.result.case === 'error') {
    const cancelled = operation.result.value.code === 1;
    return <Pill kind={cancelled ? 'plain' : 'bad'} icon={cancelled ? 'dash' : 'cross'}>{t(cancelled ? 'operation.cancelled' : 'operation.failed')}</Pill>;
  }

  return <Pill kind="good" icon="check">{t('operation.done')}</Pill>;
}

/** The progress, with a way to stop it. */
export function Progress({ operation }: { readonly operation: Operation }) {
  const { may } = useSession();
  const [error, fail] = useState<unknown>();
  const { progress } = operation;
  const total = progress?.total ?? 0;
  return (
    <div class="progress" aria-live="polite">
      <div class="line">
        <progress aria-label={textOf('operation.kind', operation.kind) ?? operation.kind} max={total || undefined} value={total ? progress?.completed : operation.done ? 1 : undefined} />
        {total > 0 && <span class="small">{t('operation.steps', { completed: number(progress!.completed), total: number(total) })}</span>}
        {!operation.done && may('operations.cancel') && (
          <button type="button" class="button" disabled={progress?.cancelling ?? false} onClick={() => cancelOperation(studio(), operation.name).catch(fail)}>{t('operation.cancel')}</button>
        )}
      </div>
      {progress && !operation.done && <p class="small">{progress.message}</p>}
      {error !== undefined && <Failure error={error} />}
      {operation.result.case === 'error' && operation.result.value.code !== 1 && <Failure error={errorOfStatus(operation.result.value)} />}
    </div>
  );
}

/** What a verification of an account found; undefined for any other work. */
export function verificationOf(operation: Operation): AccountVerification | undefined {
  return operation.result.case === 'response' ? anyUnpack(operation.result.value, AccountVerificationSchema) : undefined;
}

const looks = { 1: ['passed', 'check'], 2: ['waiting', 'warn'], 3: ['failed', 'cross'], 4: ['skipped', 'dash'] } as const;

/** The findings of a verification, what is wrong first. */
export function Findings({ verification }: { readonly verification: AccountVerification }) {
  const weight = (verdict: number) => ({ 3: 0, 2: 1, 4: 2, 1: 3 })[verdict] ?? 4;
  return (
    <ol class="steps">
      {[...verification.findings].sort((a, b) => weight(a.verdict) - weight(b.verdict)).map((f, i) => {
        const [kind, icon] = looks[f.verdict as 1 | 2 | 3 | 4] ?? looks[4];
        return (
          // findings have no name of their own and never move.
          <li key={i} class={kind}>
            <span class="mark"><Icon name={icon} size={16} /></span>
            <div>
              <p class="step"><strong>{textOf('check', f.check) ?? f.check}</strong><span class="small">{f.region || textOf('verdict', kind)}</span></p>
              <p>{f.message}</p>
              {f.fix !== '' && <p class="fix"><strong>{t('steps.fix')}</strong> {f.fix}</p>}
              {f.reason !== '' && <p class="small"><code>{f.reason}</code></p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What it works on, as a person reads it. */
export function targetOf(operation: Operation): string {
  return operation.target === '' ? '' : idOf(operation.target);
}
