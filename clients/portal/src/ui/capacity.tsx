/** How full things are, as bars that a person looks at and a screen reader reads. */
import type { Limit } from '@controlplane/client';
import { number, percent, t, textOf } from '../i18n.js';

/** How much of a limit is used: 0 to 1, and more when it is over; undefined when there is no limit. */
export function shareOf(limit: Limit | undefined): number | undefined {
  return limit && limit.allowed > 0n ? Number(limit.used) / Number(limit.allowed) : undefined;
}

/** How serious a share is. */
export function levelOf(share: number): 'calm' | 'near' | 'full' {
  return share >= 0.95 ? 'full' : share >= 0.8 ? 'near' : 'calm';
}

/** A bar of a limit with its numbers. */
export function Bar({ limit }: { readonly limit: Limit }) {
  const share = shareOf(limit);
  const name = textOf('limit', limit.name) ?? limit.name;
  const words = share === undefined
    ? t('capacity.count', { used: number(limit.used) })
    : t('capacity.of', { used: number(limit.used), allowed: number(limit.allowed), share: percent(share) });
  return (
    <div class="meter">
      <p><span>{name}</span> <span class="small">{words}</span></p>
      {share !== undefined && (
        <svg class={`bar-chart ${levelOf(share)}`} viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={`${name}: ${words}`}>
          <rect class="ground" width="100" height="6" rx="1.5" />
          <rect class="value" width={Math.min(100, Math.max(share * 100, share > 0 ? 1.5 : 0))} height="6" rx="1.5" />
        </svg>
      )}
    </div>
  );
}

/** A ring of a share, for a glance. */
export function Ring({ share, label }: { readonly share: number; readonly label: string }) {
  const around = 2 * Math.PI * 26;
  return (
    <svg class={`ring ${levelOf(share)}`} viewBox="0 0 64 64" width={72} height={72} role="img" aria-label={label}>
      <circle class="ground" cx="32" cy="32" r="26" />
      {share > 0 && <circle class="value" cx="32" cy="32" r="26" stroke-dasharray={`${Math.min(1, share) * around} ${around}`} transform="rotate(-90 32 32)" />}
      <text x="32" y="37" text-anchor="middle">{percent(share)}</text>
    </svg>
  );
}
