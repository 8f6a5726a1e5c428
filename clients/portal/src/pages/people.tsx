/** People and groups against teams: who may open what, since when, until when, and where it came from. */
import { entitlements, groups, teams, users, type Team } from '@controlplane/client';
import { useMemo, useState } from 'preact/hooks';
import { collect, idOf, studio } from '../api.js';
import { compare, day, exactTime, number, t, textOf } from '../i18n.js';
import { findSubjects, rightsOf, standing, type Right, type Subject } from '../logic/matrix.js';
import { dateOf, fold } from '../logic/targets.js';
import { useLoad } from '../load.js';
import { Link } from '../router.js';
import { Icon } from '../ui/icons.js';
import { Busy, Dialog, Empty, Facts, Failure, Field, Lines, Page, Pill } from '../ui/parts.js';

// As many as fit on a screen or two; a table of a thousand rows would be slow to draw and to walk by keyboard.
const rowsPerPage = 50;
const columnsPerPage = 12;

async function loadAll(signal: AbortSignal) {
  const call = { signal };
  const [allTeams, people, allGroups, rights] = await Promise.all([
    collect(teams(studio()).list({}, call)), collect(users(studio()).list({}, call)),
    collect(groups(studio()).list({}, call)), collect(entitlements(studio()).list({}, call)),
  ]);
  return { allTeams, people, allGroups, rights };
}

/** The page. */
export default function People() {
  const { value, error, reload } = useLoad(loadAll, []);
  const [search, setSearch] = useState('');
  const [team, setTeam] = useState('');
  const [kind, setKind] = useState<'all' | 'user' | 'group'>('all');
  const [page, setPage] = useState(0);
  const [columns, setColumns] = useState(0);
  const [cell, setCell] = useState<{ subject: Subject; team: Team; rights: readonly Right[] }>();

  const subjects = useMemo(() => value && [
    ...value.people.map((u): Subject => ({ name: u.name, title: u.displayName || idOf(u.name), detail: u.email || idOf(u.name), kind: 'user', groups: u.groups })),
    ...value.allGroups.map((g): Subject => ({ name: g.name, title: g.displayName || idOf(g.name), detail: idOf(g.name), kind: 'group', groups: [] })),
  ].sort((a, b) => compare(a.title, b.title)), [value]);
  const rights = useMemo(() => subjects && value && rightsOf(subjects, value.rights), [subjects, value]);
  const found = subjects && findSubjects(subjects, search).filter(s => kind === 'all' || s.kind === kind);
  const wantedTeams = value?.allTeams.filter(x => fold(`${x.displayName}\n${x.name}`).includes(fold(team)));
  const rows = found?.slice(page * rowsPerPage, (page + 1) * rowsPerPage);
  const shownTeams = wantedTeams?.slice(columns * columnsPerPage, (columns + 1) * columnsPerPage);

  return (
    <Page title={t('people.title')} lead={t('people.lead')} wide>
      <div class="tools">
        <Field label={t('people.search')} grow><input type="search" value={search} onInput={e => { setSearch(e.currentTarget.value); setPage(0); }} /></Field>
        <Field label={t('people.team')} grow><input type="search" value={team} onInput={e => { setTeam(e.currentTarget.value); setColumns(0); }} /></Field>
        <Field label={t('people.kind')}>
          <select value={kind} onChange={e => { setKind(e.currentTarget.value as typeof kind); setPage(0); }}>
            <option value="all">{t('people.kind.all')}</option>
            <option value="user">{t('people.kind.user')}</option>
            <option value="group">{t('people.kind.group')}</option>
          </select>
        </Field>
      </div>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {!found && error === undefined && <><Busy /><Lines count={8} /></>}
      {found?.length === 0 && <Empty icon="group" title={t('people.none')} />}
      {rows && rows.length > 0 && shownTeams && rights && (
        <>
          <section class="card scroller" aria-label={t('people.table')} tabIndex={0}>
            <table class="matrix">
              <caption class="hidden">{t('people.table')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('people.who')}</th>
                  {shownTeams.map(x => <th key={x.name} scope="col"><span>{x.displayName || idOf(x.name)}</span></th>)}
                </tr>
              </thead>
              <tbody>
                {rows.map(subject => (
                  <tr key={subject.name}>
                    <th scope="row">
                      <span class="who"><Icon name={subject.kind === 'user' ? 'person' : 'group'} size={18} /><span>{subject.title}<small>{subject.detail}</small></span></span>
                    </th>
                    {shownTeams.map(x => {
                      const held = rights.get(subject.name)?.get(x.name) ?? [];
                      return <td key={x.name}><Cell subject={subject} team={x} rights={held} onOpen={() => setCell({ subject, team: x, rights: held })} /></td>;
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <Turn label={t('people.rows')} page={page} size={rowsPerPage} count={found?.length ?? 0} onTurn={setPage} />
          <Turn label={t('people.columns')} page={columns} size={columnsPerPage} count={wantedTeams?.length ?? 0} onTurn={setColumns} />
          <p class="legend small">
            {(['active', 'pending', 'ended'] as const).map(s => <span key={s}><span class={`dot ${s}`} aria-hidden="true" />{t(`right.${s}`)}</span>)}
            <span><Icon name="group" size={14} />{t('right.bygroup')}</span>
          </p>
        </>
      )}
      {cell && <Details {...cell} onClose={() => setCell(undefined)} />}
    </Page>
  );
}

function Cell({ subject, team, rights, onOpen }: { readonly subject: Subject; readonly team: Team; readonly rights: readonly Right[]; readonly onOpen: () => void }) {
  const state = standing(rights);
  if (state === 'none') {
    return <span class="nothing" aria-hidden="true">·</span>;
  }

  const byGroup = rights.every(r => r.by !== undefined);
  const ends = rights.map(r => dateOf(r.entitlement.endTime)).find(d => d !== undefined);
  return (
    <button type="button" class={`cell ${state}`} onClick={onOpen}>
      <span class="hidden">{t('people.cell', { who: subject.title, team: team.displayName || idOf(team.name), state: t(`right.${state}`) })} </span>
      <span class={`dot ${state}`} />
      {byGroup && <Icon name="group" size={14} />}
      {ends && <span class="small">{day(ends)}</span>}
    </button>
  );
}

function Details({ subject, team, rights, onClose }: { readonly subject: Subject; readonly team: Team; readonly rights: readonly Right[]; readonly onClose: () => void }) {
  return (
    <Dialog title={t('people.details', { who: subject.title, team: team.displayName || idOf(team.name) })} onClose={onClose}>
      {rights.map(({ entitlement: e, by }) => {
        const state = standing([{ entitlement: e, by }]) as 'active' | 'pending' | 'ended';
        const begins = dateOf(e.beginTime);
        const ends = dateOf(e.endTime);
        const made = dateOf(e.createTime);
        return (
          <section key={e.name} class="right">
            <Pill kind={state === 'active' ? 'good' : state === 'pending' ? 'wait' : 'plain'}>{t(`right.${state}`)}</Pill>
            <Facts
              facts={[
                [t('right.by'), by ? t('right.group', { group: idOf(by) }) : t('right.self')],
                [t('right.source'), textOf('source', e.source) ?? e.source],
                [t('right.begins'), begins ? exactTime(begins) : ''],
                [t('right.ends'), ends ? exactTime(ends) : t('right.never')],
                [t('right.reason'), e.reason], [t('right.ticket'), e.ticket],
                [t('right.made'), made ? exactTime(made) : ''],
                [t('right.name'), <code key="name">{e.name}</code>],
              ]}
            />
          </section>
        );
      })}
      {subject.kind === 'user' && <p><Link class="button" href={`/portal/access?team=${encodeURIComponent(idOf(team.name))}&user=${encodeURIComponent(idOf(subject.name))}`}>{t('people.explain')}</Link></p>}
    </Dialog>
  );
}

function Turn({ label, page, size, count, onTurn }: { readonly label: string; readonly page: number; readonly size: number; readonly count: number; readonly onTurn: (page: number) => void }) {
  if (count <= size) {
    return null;
  }

  return (
    <nav class="turn" aria-label={label}>
      <button type="button" class="button" disabled={page === 0} onClick={() => onTurn(page - 1)}>{t('back')}</button>
      <span role="status">{label}: {t('range', { from: number(page * size + 1), to: number(Math.min(count, (page + 1) * size)), count: number(count) })}</span>
      <button type="button" class="button" disabled={(page + 1) * size >= count} onClick={() => onTurn(page + 1)}>{t('next')}</button>
    </nav>
  );
}
