// Numbers as a budget has them.
import { formatChange, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';

const THOUSAND = 1000;

/** SEK in thousands: a forecast is not sure of single ones. */
export function formatMoney(sek: number | null | undefined): string {
  return formatNumber(sek == null ? sek : sek / THOUSAND, currentLanguage());
}

/** A change of SEK in thousands, with its sign. */
export function formatMoneyChange(sek: number | null | undefined): string {
  return formatChange(sek == null ? sek : sek / THOUSAND, currentLanguage());
}

/** Full-time equivalents: a tenth where there are whole ones, a hundredth where there is a part of one. */
export function decimalsOf(fte: number | null | undefined): number {
  return fte != null && Math.abs(fte) < 1 ? 2 : 1;
}
