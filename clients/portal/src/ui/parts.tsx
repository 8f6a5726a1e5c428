/** Parts that pages are made of. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ControlPlaneError } from '../api.js';
import { config } from '../config.js';
import { t, textOf } from '../i18n.js';
import { Icon, type IconName } from './icons.js';

/** A page with its heading, which takes the focus when somebody comes here by a link. */
export function Page({ title, lead, actions, wide = false, children }: {
  readonly title: string; readonly lead?: ComponentChildren; readonly actions?: ComponentChildren; readonly wide?: boolean; readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${config().title}`;
  }, [title]);
  useEffect(() => {
    if (arrivals++ > 0) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <main class={wide ? 'page wide' : 'page'} id="main">
      <div class="heading">
        <div>
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </div>
      {children}
    </main>
  );
}

// The first page keeps the focus where the browser puts it.
let arrivals = 0;

/** What went wrong, in words, with what to do and the reference. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const known = error instanceof ControlPlaneError ? error : undefined;
  const away = known?.reason === 'CLIENT_CANNOT_CONNECT';
  return (
    <div class="notice bad" role="alert">
      <Icon name="warn" />
      <div>
        <strong>{away ? t('error.away') : known ? (textOf('reason', known.reason) ?? t('error.title')) : t('error.title')}</strong>
        <p>{away ? t('error.away.more') : error instanceof Error ? error.message : String(error)}</p>
        {known?.fix && !away && <p>{known.fix}</p>}
        {known && known.violations.length > 0 && (
          <ul>{known.violations.map(v => <li key={v.field + v.description}><code>{v.field}</code> {v.description}</li>)}</ul>
        )}
        {known && !away && (
          <p class="small">
            <code>{known.reason}</code>
            {known.traceId && <> · {t('error.trace')} <code>{known.traceId}</code></>}
          </p>
        )}
        {retry && <button type="button" class="button" onClick={retry}><Icon name="again" size={16} /> {t('error.retry')}</button>}
      </div>
    </div>
  );
}

/** A page or list without anything in it. */
export function Empty({ icon, title, children }: { readonly icon: IconName; readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="disc"><Icon name={icon} size={28} /></span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A short word with a colour; the word says it all. */
export function Pill({ kind, icon, children }: { readonly kind: 'good' | 'bad' | 'wait' | 'plain' | 'info'; readonly icon?: IconName; readonly children: ComponentChildren }) {
  return <span class={`pill ${kind}`}>{icon && <Icon name={icon} size={14} />}{children}</span>;
}

/** The kind of an account, such as `prod`. */
export function Environment({ name }: { readonly name: string }) {
  const kind = /^prod/i.test(name) ? 'prod' : /^(dev|test|sandbox|stag)/i.test(name) ? 'dev' : 'other';
  return <span class={`environment ${kind}`}>{name}</span>;
}

/** Lines of the size of what will come. */
export function Lines({ count, height = '3.25rem' }: { readonly count: number; readonly height?: string }) {
  return <div class="lines" aria-hidden="true">{Array.from({ length: count }, (_, i) => <div key={i} class="skeleton" style={{ height }} />)}</div>;
}

/** Tells people who cannot see it that something is loading. */
export function Busy() {
  return <p class="hidden" role="status">{t('loading')}</p>;
}

/** A code that can be taken along with one click. */
export function Copy({ value }: { readonly value: string }) {
  const [done, set] = useState(false);
  return (
    <span class="copy">
      <code>{value}</code>
      <button
        type="button" class="quiet" aria-label={t('copy', { value })} title={t('copy', { value })}
        onClick={async () => {
          await navigator.clipboard.writeText(value);
          set(true);
          setTimeout(() => set(false), 2000);
        }}
      >
        <Icon name={done ? 'check' : 'copy'} size={16} />
      </button>
      <span class="hidden" role="status">{done ? t('copied') : ''}</span>
    </span>
  );
}

/** A field with its label. */
export function Field({ label, children, grow = false }: { readonly label: string; readonly children: ComponentChildren; readonly grow?: boolean }) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children.
  return <label class={grow ? 'field grow' : 'field'}><span>{label}</span>{children}</label>;
}

/** Facts as name and value. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ComponentChildren])[] }) {
  return <dl class="facts">{facts.filter(([, v]) => v !== '' && v !== undefined).map(([k, v]) => <div key={k}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>;
}

/** A dialog that the browser itself keeps the focus in, and closes by Escape. */
export function Dialog({ title, onClose, children }: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog ref={ref} class="dialog" aria-labelledby="dialog-title" onClose={onClose}>
      <div class="heading">
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="quiet" aria-label={t('close')} onClick={() => ref.current?.close()}><Icon name="cross" /></button>
      </div>
      {children}
    </dialog>
  );
}

/** A button that fetches more. */
export function More({ show, busy, onMore }: { readonly show: boolean; readonly busy: boolean; readonly onMore: () => void }) {
  return show ? <p class="more"><button type="button" class="button" disabled={busy} onClick={onMore}>{busy ? t('loading') : t('more')}</button></p> : null;
}
