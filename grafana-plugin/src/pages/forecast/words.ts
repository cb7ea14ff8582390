// How good earlier forecasts have been, in words that a planner can use.
import { formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { type Accuracy } from './read';
import { forecastTexts } from './texts';

const RIGHT = 0.005; // a mean error within half a per cent is called right
const WIDE = 0.9; // share within the interval from which it is wider than need be
const NARROW = 0.7; // and below which it is too narrow; 0.8 is meant
const YEAR = 12;

/** What is said of the published forecast. */
export interface Said {
  /** Against last year's value. */
  skill: string;
  /** Whether it uses to lie too high or too low. */
  bias: string;
  /** Whether what came lay within the shaded field. */
  coverage: string;
  /** What it rests on. */
  basis: string;
}

/** The accuracy of a method in words; undefined where nothing has been judged. */
export function said(rows: Accuracy[], method = 'blend'): Said | undefined {
  const own = rows.filter((row) => row.method === method).sort((a, b) => a.horizon_months - b.horizon_months);
  const judged = own.filter((row) => row.naive_mase !== null);
  const at = own.filter((row) => row.horizon_months <= YEAR).at(-1) ?? own[0];
  if (!at) {
    return undefined;
  }
  return { skill: skill(judged), bias: bias(at), coverage: coverage(at), basis: basis(own) };
}

function skill(rows: Accuracy[]): string {
  const { accuracy } = forecastTexts();
  const worse = rows.filter((row) => !row.is_better).map((row) => row.horizon_months);
  if (rows.length === 0) {
    return accuracy.noNaive;
  }
  if (worse.length === 0) {
    return accuracy.beatsAll(String(rows.length));
  }
  const where = listed(worse.map(String));
  return worse.length === rows.length
    ? accuracy.beatsNone(String(rows.length))
    : accuracy.beatsSome(String(rows.length - worse.length), String(rows.length), where);
}

function bias({ bias_share: share, horizon_months: months }: Accuracy): string {
  const { accuracy } = forecastTexts();
  const size = formatShare(Math.abs(share), currentLanguage(), 1);
  if (Math.abs(share) < RIGHT) {
    return accuracy.unbiased(ahead(months));
  }
  return share > 0 ? accuracy.tooHigh(size, ahead(months)) : accuracy.tooLow(size, ahead(months));
}

function coverage({ coverage_80: share, n_origins: n, horizon_months: months }: Accuracy): string {
  const { accuracy } = forecastTexts();
  const language = currentLanguage();
  const text = accuracy.covered(formatNumber(share * n, language), formatNumber(n, language), ahead(months));
  if (share > WIDE) {
    return `${text} ${accuracy.wide}`;
  }
  return share < NARROW ? `${text} ${accuracy.narrow}` : text;
}

function basis(rows: Accuracy[]): string {
  const { accuracy } = forecastTexts();
  const counts = rows.map((row) => row.n_origins);
  return accuracy.basis(String(Math.max(...counts)), String(Math.min(...counts)));
}

/** So many months ahead, as one says it. */
export function ahead(months: number): string {
  const { accuracy } = forecastTexts();
  return months % YEAR === 0 ? accuracy.years(months / YEAR) : accuracy.months(months);
}

/** 1, 3 and 6 as one writes it. */
export function listed(parts: string[]): string {
  const { accuracy } = forecastTexts();
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} ${accuracy.and} ${parts.at(-1)}`;
}
