import { active, changed, FIELDS, type Filter, keyOf, readFilter, START, writeFilter } from './filter';

const full: Filter = {
  areas: ['C1', 'Söder, norra'],
  age_from: 65,
  age_to: 79,
  hours_change_from: -1.5,
  has_hsl: false,
  early_signs: true,
  clients: ['18446744073709551615'],
  sql: "area_name = 'a,b' AND age_years > 80",
};

it('comes back from an address as it went there', () => {
  const address = writeFilter(full, 'urval=egna');
  expect(address).toContain('alder_fran=65');
  expect(new URLSearchParams(address).get('urval')).toBe('egna');
  expect(readFilter(`?${address}`)).toEqual(full);
  expect(readFilter(`?${writeFilter({ areas: ['50%2C', '%'] }, '')}`)).toEqual({ areas: ['50%2C', '%'] });
});

it('begins with those who have help at home, and knows that from asking for all', () => {
  expect(readFilter('')).toEqual(START);
  expect(readFilter('?urval=egna')).toEqual(START);
  expect(readFilter(`?${writeFilter({}, '')}`)).toEqual({});
});

it('leaves out what cannot be read', () => {
  expect(readFilter('?alder_fran=gammal&hsl=kanske&kon=female')).toEqual({ sexes: ['female'] });
});

it('forgets a field that asks for nothing', () => {
  expect(changed(full, 'areas', [])).not.toHaveProperty('areas');
  expect(changed({ age_from: 65 }, 'age_from', undefined)).toEqual({});
  expect(changed({}, 'hours_from', 0)).toEqual({ hours_from: 0 }); // nought is a bound
});

it('is the same whatever the order of its fields', () => {
  expect(keyOf({ age_from: 65, sexes: ['male'] })).toBe(keyOf({ sexes: ['male'], age_from: 65 }));
  expect(active({ sql: '1', areas: ['C1'] })).toEqual(['areas', 'sql']);
});

it('has a name of its own for each field', () => {
  const names = FIELDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
