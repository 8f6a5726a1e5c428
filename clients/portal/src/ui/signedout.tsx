/** What somebody sees who is not signed in. */
import { useEffect, useState } from 'preact/hooks';
import { config } from '../config.js';
import { t } from '../i18n.js';
import { Icon } from './icons.js';
import { Failure } from './parts.js';

/** The way in. */
export function SignedOut({ onSignIn }: { readonly onSignIn: () => Promise<void> }) {
  const [error, fail] = useState<unknown>();
  const left = new URLSearchParams(location.search).has('signed-out');
  useEffect(() => {
    document.title = config().title;
  }, []);
  return (
    <main class="page welcome" id="main">
      <div class="card hero">
        <div class="orbit" aria-hidden="true"><span /><span /><span /></div>
        <h1 tabIndex={-1}>{left ? t('out.left') : t('out.title', { title: config().title })}</h1>
        <p class="lead">{left ? t('out.left.more') : t('out.more')}</p>
        <button type="button" class="button primary large" onClick={() => onSignIn().catch(fail)}>
          <Icon name="person" /> {t('out.in')}
        </button>
        {error !== undefined && <Failure error={error} />}
      </div>
    </main>
  );
}
