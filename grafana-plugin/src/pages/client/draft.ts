// What stands in a form of decision while it is written, and what is wrong with it. The backend judges again.
import { type Opening } from './opening';
import { type ReasonChoice } from './read';

export interface Draft {
  kind: string;
  start: string;
  plannedEnd: string;
  selection: string;
  reason: string;
  why: string;
  believed: string;
}

export const LONGEST_WHY = 1000; // characters, as pkg/plugin/decision.go has it

/** A day as a date field writes it. */
function dayOf(time: number | null | undefined): string {
  return time == null ? '' : new Date(time).toISOString().slice(0, 10);
}

/** The form as it opens: empty, or what is corrected. */
export function draftOf({ form, kind, reason, corrects }: Opening, selection: string): Draft {
  const isWithdrawal = form === 'withdrawn';
  return {
    kind: kind ?? corrects?.kind ?? '',
    start: dayOf(corrects?.started_date),
    plannedEnd: dayOf(corrects?.planned_end_date),
    selection,
    reason: reason ?? '',
    why: isWithdrawal ? '' : (corrects?.why ?? ''),
    believed: corrects?.believed_change_h == null ? '' : String(corrects.believed_change_h).replace('.', ','),
  };
}

/** A number as Swedes write it, with comma and minus sign; null for nothing, undefined for no number. */
export function numberOf(text: string): number | null | undefined {
  const plain = text.trim().replace('−', '-').replace(',', '.').replaceAll(/\s/g, '');
  if (plain === '') {
    return null;
  }
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

type Fault = 'needsKind' | 'needsStart' | 'endBeforeStart' | 'needsNumber' | 'needsReason' | 'needsWords';
export type Faults = Partial<Record<'kind' | 'start' | 'plannedEnd' | 'believed' | 'reason' | 'why', Fault>>;

/** What is wrong, by field; empty for a form that can be sent. */
export function faultsOf(form: Opening['form'], draft: Draft, reasons: ReasonChoice[]): Faults {
  const faults: Faults = {};
  if (form === 'followed') {
    if (draft.kind === '') {
      faults.kind = 'needsKind';
    }
    if (draft.start === '') {
      faults.start = 'needsStart';
    } else if (draft.plannedEnd !== '' && draft.plannedEnd <= draft.start) {
      faults.plannedEnd = 'endBeforeStart';
    }
    if (numberOf(draft.believed) === undefined) {
      faults.believed = 'needsNumber';
    }
    return faults;
  }
  const needsWords =
    form === 'withdrawn' || (reasons.find((reason) => reason.value === draft.reason)?.needs_words ?? false);
  if (form === 'not_followed' && draft.reason === '') {
    faults.reason = 'needsReason';
  }
  if (needsWords && draft.why.trim() === '') {
    faults.why = 'needsWords';
  }
  return faults;
}

/** What is sent. */
export function requestOf(client: string, { form, corrects }: Opening, draft: Draft) {
  const common = { client, decision: form, why: draft.why, corrects: corrects?.ledger_id ?? '' };
  switch (form) {
    case 'followed':
      return {
        ...common,
        kind: draft.kind,
        start: draft.start,
        plannedEnd: draft.plannedEnd,
        selection: draft.selection,
        believedChange: numberOf(draft.believed) ?? null,
      };
    case 'not_followed':
      return { ...common, kind: draft.kind, selection: draft.selection, reason: draft.reason };
    case 'withdrawn':
      return common;
  }
}
