// What the log and the audit say, in words.
import { formatInstant, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Mark, type Run, type Sight, type Verdict } from './read';
import { reviewTexts } from './texts';

/** Which rows of a list are shown: those that nobody has controlled, those whose answer is awaited, or all. */
export const SHOWN = ['open', 'asked', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

/** The rows that a choice shows. */
export function chosen<T extends { verdict: Verdict | '' }>(rows: T[], shown: Shown): T[] {
  return rows.filter(({ verdict }) => shown === 'all' || verdict === (shown === 'open' ? '' : 'asked'));
}

/** What a control came to, in words. */
export function verdictWords(verdict: string): string {
  const { verdicts, notControlled } = reviewTexts();
  return verdict === '' ? notControlled : (verdicts[verdict as Verdict] ?? verdict);
}

/** The role, as people say it; empty where the log knows none. */
export function roleWords(role: string): string {
  return reviewTexts().roles[role] ?? role;
}

/** Where an access came from: the kind of place, and which. */
export function placeWords({ surface, page, request }: { surface: string; page: string; request: string }): string {
  const kind = reviewTexts().surfaces[surface] ?? surface;
  const which = page || request;
  return which === '' ? kind : `${kind}: ${which}`;
}

/** How near an access came to the client. */
export function sightWords(sight: Sight): string {
  const { kinds } = reviewTexts().seen;
  if (sight.surface === 'seen') {
    return kinds.extract;
  }
  if (sight.is_possible) {
    return kinds.possible;
  }
  if (!sight.is_shown) {
    return kinds.notShown;
  }
  if (!sight.is_alone) {
    return kinds.listed;
  }
  return sight.surface === 'identity' || sight.surface === 'protected_identity' ? kinds.identity : kinds.alone;
}

/** Why somebody asked, as stated; what Framsyn states itself in words. */
export function purposeWords({ purpose }: { purpose: string }): string {
  return reviewTexts().purposes[purpose] ?? purpose;
}

/** Sights of the same minute that say the same, as one: a page asks several queries at once. */
export interface FoldedSight extends Sight {
  n_times: number;
}

export function folded(sights: Sight[]): FoldedSight[] {
  const found = new Map<string, FoldedSight>();
  for (const sight of sights) {
    const { accessed_at, user_name, role, purpose } = sight;
    const key = [formatInstant(accessed_at), user_name, role, purpose, sightWords(sight), placeWords(sight)].join('|');
    const before = found.get(key);
    found.set(key, {
      ...(before ?? sight),
      n_clients: Math.max(sight.n_clients, before?.n_clients ?? 0),
      n_times: (before?.n_times ?? 0) + 1,
    });
  }
  return [...found.values()];
}

/** The marks of each finding and sample, the newest first. */
export function bySubject(marks: Mark[]): Map<string, Mark[]> {
  const found = new Map<string, Mark[]>();
  for (const mark of marks) {
    found.set(mark.subject, [...(found.get(mark.subject) ?? []), mark]);
  }
  return found;
}

/** How the bias audit of a run went, in a sentence. */
export function auditWords({ n_passed, n_failed, n_not_shown }: Run): string {
  const { audit } = reviewTexts().models;
  const language = currentLanguage();
  const write = (n: number) => formatNumber(n, language);
  const all = n_passed + n_failed + n_not_shown;
  if (all === 0) {
    return audit.none;
  }
  const judged = n_failed > 0 ? audit.failed(write(n_failed), write(all)) : audit.passed(write(all));
  return n_not_shown > 0 ? `${judged} ${audit.unknown(write(n_not_shown))}` : judged;
}

/** Who decided on a run, when and why is told where it was a person; what the limits decide the audit tells. */
export function isByPerson({ decided_by }: Run): boolean {
  return decided_by !== '' && decided_by !== 'automatic';
}

/** What a run is called: the model, and what it is about. */
export function titleOf(run: Run): string {
  return currentLanguage() === 'sv' ? run.title_sv : run.title_en;
}

export function stateOf(run: Run): string {
  return currentLanguage() === 'sv' ? run.state_sv : run.state_en;
}
