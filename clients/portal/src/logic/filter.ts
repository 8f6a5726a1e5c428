/** A filter of the audit log, AIP-160, from fields that people fill in. */

/** What to look for; an empty field looks for everything. */
export interface AuditSearch {
  readonly user: string;
  readonly team: string;
  readonly action: string;
  readonly outcome: string;
  readonly signIn: string;
  /** Days as `yyyy-mm-dd` of the person's own clock, both included. */
  readonly from: string;
  readonly to: string;
}

/** The filter; empty for everything. */
export function auditFilter(search: AuditSearch): string {
  const parts: string[] = [];
  const equals = (field: string, value: string) => {
    const text = value.trim();
    if (text !== '') {
      parts.push(`${field} = ${quoted(text)}`);
    }
  };
  equals('user', search.user);
  equals('team', search.team);
  equals('action', search.action);
  equals('outcome', search.outcome);
  equals('sign_in', search.signIn);
  const from = dayOf(search.from);
  const to = dayOf(search.to);
  if (from) {
    parts.push(`time >= "${from.toISOString()}"`);
  }

  if (to) {
    to.setDate(to.getDate() + 1);
    parts.push(`time < "${to.toISOString()}"`);
  }

  return parts.join(' AND ');
}

/** A text as a filter's string. */
export function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

function dayOf(text: string): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : undefined;
}
