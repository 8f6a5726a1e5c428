/** The steps of a sign-in, one below the other, as a person reads them. */
import type { SignInStep } from '@controlplane/client';
import { t, textOf, took } from '../i18n.js';
import { millisecondsOf } from '../logic/targets.js';
import { Icon, type IconName } from './icons.js';

const looks: Readonly<Record<number, { readonly kind: string; readonly icon: IconName }>> = {
  1: { kind: 'passed', icon: 'check' },
  2: { kind: 'failed', icon: 'cross' },
  3: { kind: 'waiting', icon: 'clock' },
  4: { kind: 'skipped', icon: 'dash' },
};

/** The steps. */
export function Steps({ steps }: { readonly steps: readonly SignInStep[] }) {
  return (
    <ol class="steps">
      {steps.map(step => {
        const look = looks[step.verdict] ?? looks[4]!;
        const time = millisecondsOf(step.elapsed);
        const facts = Object.entries(step.facts);
        return (
          <li key={step.step} class={look.kind}>
            <span class="mark"><Icon name={look.icon} size={16} /></span>
            <div>
              <p class="step">
                <strong>{textOf('step', step.step) ?? step.step}</strong>
                <span class="small">{textOf('verdict', look.kind)}{time >= 1 ? ` · ${took(time)}` : ''}</span>
              </p>
              {step.reason !== '' && <p>{textOf('reason', step.reason) ?? step.message}</p>}
              {step.reason !== '' && textOf('reason', step.reason) && <p class="small">{step.message}</p>}
              {step.reason === '' && step.message !== '' && <p>{step.message}</p>}
              {step.fix !== '' && <p class="fix"><strong>{t('steps.fix')}</strong> {step.fix}</p>}
              {facts.length > 0 && (
                <details>
                  <summary>{t('steps.facts')}<span class="hidden"> {textOf('step', step.step) ?? step.step}</span></summary>
                  <dl class="facts">{facts.map(([k, v]) => <div key={k}><dt>{k.replaceAll('_', ' ')}</dt><dd>{v}</dd></div>)}</dl>
                </details>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
