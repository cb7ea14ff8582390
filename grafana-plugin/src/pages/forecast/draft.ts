// A scenario while it is being written: what stands in the fields, and what is wrong with it.
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import {
  changedParts,
  type Draft,
  type Form,
  type Limit,
  NUMBERS,
  type NumberName,
  type Supposed,
  UNCHANGED,
} from './scenarios';
import { forecastTexts } from './texts';

/** What stands in the fields: text, since half a number is none. */
export type Fields = Record<NumberName | 'population_variant' | 'prevention_kind' | 'name' | 'why', string>;

/** The fields as they are at first: of a scenario that is copied, or unchanged. */
export function fieldsOf(start: Supposed | undefined, form: Form): Fields {
  const from = start ?? UNCHANGED;
  const numbers = NUMBERS.map((name) => {
    const isUnused = name === 'prevention_share' && from.prevention_n_clients === 0;
    const value = isUnused ? (form.limits.find((limit) => limit.name === name)?.default ?? 1) : from[name];
    return [name, formatNumber(value, currentLanguage(), 3)];
  });
  return {
    ...(Object.fromEntries(numbers) as Record<NumberName, string>),
    population_variant: from.population_variant,
    prevention_kind: from.prevention_kind,
    name: '',
    why: '',
  };
}

/** A number as a Swede or an Englishman writes it; NaN for what is none. */
export function numberOf(text: string): number {
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** Counts of places and persons. */
const WHOLE: NumberName[] = ['special_housing_extra_places', 'prevention_n_clients'];

/** What is wrong with a number; empty where nothing is. */
export function faultOf(limit: Limit, text: string): string {
  const language = currentLanguage();
  const { scenario: texts } = forecastTexts();
  const value = numberOf(text);
  if (!(value >= limit.least && value <= limit.most)) {
    return texts.needNumber(formatNumber(limit.least, language, 2), formatNumber(limit.most, language, 2));
  }
  return WHOLE.includes(limit.name) && !Number.isInteger(value) ? texts.needWhole : '';
}

/** The faults of the fields by name; other is of them together. */
export function faultsOf(fields: Fields, form: Form): Partial<Record<keyof Fields | 'other', string>> {
  const { scenario: texts } = forecastTexts();
  const faults: Partial<Record<keyof Fields | 'other', string>> = {};
  for (const limit of form.limits) {
    const isUnused = limit.name === 'prevention_share' && numberOf(fields.prevention_n_clients) === 0;
    const fault = isUnused ? '' : faultOf(limit, fields[limit.name]);
    if (fault) {
      faults[limit.name] = fault;
    }
  }
  if (!fields.name.trim()) {
    faults.name = texts.needName;
  }
  if (!fields.why.trim()) {
    faults.why = texts.needWhy;
  }
  if (Object.keys(faults).length === 0 && changedParts(draftOf(fields)).length === 0) {
    faults.other = texts.needChange;
  }
  return faults;
}

/** The scenario that the fields say. */
export function draftOf(fields: Fields): Draft {
  const numbers = NUMBERS.map((name) => [name, numberOf(fields[name])]);
  return {
    ...(Object.fromEntries(numbers) as Record<NumberName, number>),
    population_variant: fields.population_variant,
    prevention_kind: fields.prevention_kind,
    name: fields.name.trim(),
    why: fields.why.trim(),
  };
}
