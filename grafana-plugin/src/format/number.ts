// Numbers and units as a Swedish or English reader writes them.
import { type Language } from '../texts';

/** What is shown for a value that is not known. */
export const UNKNOWN = '–';

export const locales: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' };

const formats = new Map<string, Intl.NumberFormat>();

/** Number formats are slow to make and the same each time, so each is made once. */
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locales[language], options);
    formats.set(key, format);
  }
  return format;
}

/** Tells whether there is a value to show. */
function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A number with at most so many decimals: 1 234,5 */
export function formatNumber(value: number | null | undefined, language: Language, decimals = 0): string {
  if (!isKnown(value)) {
    return UNKNOWN;
  }
  return numberFormat(language, { maximumFractionDigits: decimals }).format(value);
}

/** A change with its sign: +1 234, −5. No change has none. */
export function formatChange(value: number | null | undefined, language: Language, decimals = 0): string {
  if (!isKnown(value)) {
    return UNKNOWN;
  }
  return numberFormat(language, { maximumFractionDigits: decimals, signDisplay: 'exceptZero' }).format(value);
}

/** A share of 0 to 1 as per cent: 12,5 % */
export function formatShare(
  value: number | null | undefined,
  language: Language,
  decimals = 0,
  signDisplay: 'auto' | 'exceptZero' = 'auto',
): string {
  if (!isKnown(value)) {
    return UNKNOWN;
  }
  return numberFormat(language, { style: 'percent', maximumFractionDigits: decimals, signDisplay }).format(value);
}
