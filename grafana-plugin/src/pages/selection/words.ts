// A filter in words, for chips and headings.
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Filter, type FilterKey } from './filter';
import { pageTexts } from './texts';

/** Names of what the database knows and the page does not: areas and kinds of intervention. */
export interface Names {
  areas: Record<string, string>;
  kinds: Record<string, string>;
}

export type UnitKey = keyof ReturnType<typeof pageTexts>['units'];

/** The unit of each bound. */
export const UNITS: Partial<Record<FilterKey, UnitKey>> = {
  age_from: 'years',
  age_to: 'years',
  hours_from: 'hours',
  hours_to: 'hours',
  hours_change_from: 'hours',
  hours_change_to: 'hours',
  hsl_from: 'minutes',
  hsl_growth_from: 'percent',
  good_rehabilitation_months: 'months',
  percentile_from: 'ofAll',
  probability_from: 'percent',
  decline_from: 'percent',
  housing_from: 'percent',
  early_points_from: 'points',
  potential_from: 'hours',
};

/** What a value of a list is called. */
export function wordFor(key: FilterKey, value: string, names: Names): string {
  const { values } = pageTexts();
  switch (key) {
    case 'areas':
      return names.areas[value] ?? value;
    case 'potentials':
    case 'earlier_kinds':
      return names.kinds[value] ?? value;
    case 'statuses':
    case 'sexes':
    case 'households':
    case 'categories':
    case 'life_areas':
    case 'trends':
    case 'services':
    case 'earlier_results':
      return (values[key] as Record<string, string>)[value] ?? value;
    default:
      return value;
  }
}

const SHOWN = 3; // values of a list that a chip names

/** One field of a filter in words, such as Ålder från 65 år. */
export function describe(filter: Filter, key: FilterKey, names: Names): string {
  const { fields, filters, units, values } = pageTexts();
  const title = fields[key];
  const value = filter[key];
  if (key === 'clients' && Array.isArray(value)) {
    return `${title}: ${value.length}`;
  }
  if (Array.isArray(value)) {
    const words = value.map((one) => wordFor(key, one, names));
    return `${title}: ${words.length > SHOWN ? filters.nChosen(words.length) : words.join(', ')}`;
  }
  if (typeof value === 'boolean') {
    return `${title}: ${value ? filters.yes : filters.no}`;
  }
  if (key === 'severity_from' || key === 'limitation_from') {
    return `${title} ${(values.severities[Number(value) - 1] ?? String(value)).toLowerCase()}`;
  }
  if (typeof value === 'number') {
    const unit = UNITS[key];
    return `${title} ${formatNumber(value, currentLanguage(), 2)}${unit ? ` ${units[unit]}` : ''}`;
  }
  return `${title}: ${value ?? ''}`;
}
