// Days and months as Swedes write them. Days come from the database as midnight UTC, and are read as such: the reader's own time zone could
// turn the first of a month into the last of the month before.
import { type Language } from '../texts';
import { locales, UNKNOWN } from './number';

/** A day: 2026-03-01, in both languages the form that authorities use. */
export function formatDate(time: number | null | undefined): string {
  return time == null ? UNKNOWN : new Date(time).toISOString().slice(0, 10);
}

/** A month in words: mars 2026 */
export function formatMonth(
  time: number | null | undefined,
  language: Language,
  month: 'long' | 'short' = 'long',
): string {
  if (time == null) {
    return UNKNOWN;
  }
  return new Intl.DateTimeFormat(locales[language], { year: 'numeric', month, timeZone: 'UTC' }).format(time);
}

/** An instant in the municipality's time: 2026-03-01 13:45 */
export function formatInstant(time: number | null | undefined): string {
  if (time == null) {
    return UNKNOWN;
  }
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Stockholm',
  }).format(time);
}
