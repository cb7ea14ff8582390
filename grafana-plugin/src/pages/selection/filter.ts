// What can be chosen among clients, and how a choice is written in an address. The backend (sql/selections/filter.go) says what each field
// means, and checks it.

/** Fields of several values, any of which will do. */
export interface ListFields {
  areas?: string[];
  statuses?: string[];
  sexes?: string[];
  households?: string[];
  trends?: string[];
  categories?: string[];
  life_areas?: string[];
  services?: string[];
  earlier_kinds?: string[];
  earlier_results?: string[];
  potentials?: string[];
  clients?: string[];
}

/** Bounds. */
export interface NumberFields {
  age_from?: number;
  age_to?: number;
  hours_from?: number;
  hours_to?: number;
  hours_change_from?: number;
  hours_change_to?: number;
  severity_from?: number;
  limitation_from?: number;
  hsl_from?: number;
  hsl_growth_from?: number;
  good_rehabilitation_months?: number;
  percentile_from?: number;
  probability_from?: number;
  decline_from?: number;
  housing_from?: number;
  early_points_from?: number;
  potential_from?: number;
}

/** Questions of yes or no. */
export interface YesNoFields {
  has_hsl?: boolean;
  had_intervention?: boolean;
  early_signs?: boolean;
}

export interface Filter extends ListFields, NumberFields, YesNoFields {
  /** Condition on mart.candidates, of somebody who may write SQL. */
  sql?: string;
}

export type ListKey = keyof ListFields;
export type NumberKey = keyof NumberFields;
export type YesNoKey = keyof YesNoFields;
export type FilterKey = keyof Filter;

type Kind = 'list' | 'number' | 'yesno' | 'text';

/** The fields in the order of the page, with their names in addresses, which readers see. */
export const FIELDS: Array<{ key: FilterKey; kind: Kind; name: string }> = [
  { key: 'areas', kind: 'list', name: 'omrade' },
  { key: 'statuses', kind: 'list', name: 'lage' },
  { key: 'sexes', kind: 'list', name: 'kon' },
  { key: 'age_from', kind: 'number', name: 'alder_fran' },
  { key: 'age_to', kind: 'number', name: 'alder_till' },
  { key: 'households', kind: 'list', name: 'hushall' },
  { key: 'categories', kind: 'list', name: 'kategori' },
  { key: 'severity_from', kind: 'number', name: 'allvar_fran' },
  { key: 'life_areas', kind: 'list', name: 'livsomrade' },
  { key: 'limitation_from', kind: 'number', name: 'begransning_fran' },
  { key: 'hours_from', kind: 'number', name: 'timmar_fran' },
  { key: 'hours_to', kind: 'number', name: 'timmar_till' },
  { key: 'hours_change_from', kind: 'number', name: 'andring_fran' },
  { key: 'hours_change_to', kind: 'number', name: 'andring_till' },
  { key: 'trends', kind: 'list', name: 'trend' },
  { key: 'services', kind: 'list', name: 'insats' },
  { key: 'has_hsl', kind: 'yesno', name: 'hsl' },
  { key: 'hsl_from', kind: 'number', name: 'hsl_minuter_fran' },
  { key: 'hsl_growth_from', kind: 'number', name: 'hsl_okning_fran' },
  { key: 'had_intervention', kind: 'yesno', name: 'tidigare' },
  { key: 'earlier_kinds', kind: 'list', name: 'tidigare_slag' },
  { key: 'earlier_results', kind: 'list', name: 'tidigare_resultat' },
  { key: 'good_rehabilitation_months', kind: 'number', name: 'god_rehab_manader' },
  { key: 'percentile_from', kind: 'number', name: 'risk_percentil_fran' },
  { key: 'probability_from', kind: 'number', name: 'risk_fran' },
  { key: 'decline_from', kind: 'number', name: 'funktion_fran' },
  { key: 'housing_from', kind: 'number', name: 'sabo_fran' },
  { key: 'early_signs', kind: 'yesno', name: 'tidiga_tecken' },
  { key: 'early_points_from', kind: 'number', name: 'tecken_poang_fran' },
  { key: 'potentials', kind: 'list', name: 'potential' },
  { key: 'potential_from', kind: 'number', name: 'potential_fran' },
  { key: 'clients', kind: 'list', name: 'brukare' },
  { key: 'sql', kind: 'text', name: 'sql' },
];

/** Whom the page begins with: those who live in ordinary housing and have help today. */
export const START: Filter = { statuses: ['home_care', 'hsl_only'] };

/** The filter without fields that ask for nothing. */
export function cleaned(filter: Filter): Filter {
  const entries = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as Filter;
}

/** The filter with one field changed. */
export function changed<K extends FilterKey>(filter: Filter, key: K, value: Filter[K]): Filter {
  return cleaned({ ...filter, [key]: value });
}

/** A text by which equal filters are equal. */
export function keyOf(filter: Filter): string {
  return JSON.stringify(FIELDS.map(({ key }) => filter[key] ?? null));
}

/** The fields that ask for something, in the order of the page. */
export function active(filter: Filter): FilterKey[] {
  return FIELDS.map(({ key }) => key).filter((key) => cleaned(filter)[key] !== undefined);
}

/** Adds a filter to an address; what else the address says stays. Commas part values, so those in values are written otherwise. */
export function writeFilter(filter: Filter, before: string): string {
  const address = new URLSearchParams(before);
  for (const { key, name } of FIELDS) {
    address.delete(name);
    const value = cleaned(filter)[key];
    if (value === undefined) {
      continue;
    }
    if (Array.isArray(value)) {
      address.set(name, value.map((one) => one.replaceAll('%', '%25').replaceAll(',', '%2C')).join(','));
    } else {
      address.set(name, typeof value === 'boolean' ? (value ? 'ja' : 'nej') : String(value));
    }
  }
  if (active(filter).length === 0) {
    address.set('lage', ''); // all: an address without any choice means the start
  }
  return address.toString();
}

/** The filter of an address; an address without one means the start. What cannot be read is left out. */
export function readFilter(search: string): Filter {
  const address = new URLSearchParams(search);
  if (!FIELDS.some(({ name }) => address.has(name))) {
    return START;
  }
  const filter: Record<string, unknown> = {};
  for (const { key, kind, name } of FIELDS) {
    const text = address.get(name);
    if (text) {
      filter[key] = readValue(kind, text);
    }
  }
  return cleaned(filter as Filter);
}

function readValue(kind: Kind, text: string): unknown {
  switch (kind) {
    case 'list':
      return text.split(',').map((one) => one.replaceAll('%2C', ',').replaceAll('%25', '%'));
    case 'number': {
      const value = Number(text);
      return Number.isFinite(value) ? value : undefined;
    }
    case 'yesno':
      return text === 'ja' ? true : text === 'nej' ? false : undefined;
    case 'text':
      return text;
  }
}
