import { type Mark, type Run, type Sight } from './read';
import {
  auditWords,
  bySubject,
  chosen,
  folded,
  isByPerson,
  placeWords,
  roleWords,
  sightWords,
  titleOf,
  verdictWords,
} from './words';

describe('the rows that are shown', () => {
  const rows = [{ verdict: '' as const }, { verdict: 'asked' as const }, { verdict: 'in_order' as const }];

  it('are those that nobody has controlled, those that wait for an answer, or all', () => {
    expect(chosen(rows, 'open')).toEqual([{ verdict: '' }]);
    expect(chosen(rows, 'asked')).toEqual([{ verdict: 'asked' }]);
    expect(chosen(rows, 'all')).toEqual(rows);
  });
});

describe('marks', () => {
  it('are kept together by what they are about, in the order that they come', () => {
    const mark = (subject: string, note: string): Mark => ({
      subject,
      note,
      verdict: 'in_order',
      marked_by: 'olle',
      marked_at: 1,
    });
    const found = bySubject([mark('a', 'newest'), mark('a', 'first'), mark('b', 'other')]);
    expect(found.get('a')?.map(({ note }) => note)).toEqual(['newest', 'first']);
    expect(found.get('c')).toBeUndefined();
  });

  it('are told in words, and what is not known as it is', () => {
    expect(verdictWords('')).toBe('Inte kontrollerat');
    expect(verdictWords('breach')).toBe('Otillåten åtkomst');
    expect(verdictWords('new')).toBe('new');
    expect(roleWords('manager')).toBe('Enhetschef eller team');
  });
});

describe('an access', () => {
  const sight: Sight = {
    accessed_at: 0,
    user_name: 'mona',
    role: 'manager',
    purpose: '',
    surface: 'page',
    request: 'client_months',
    page: 'individ/1',
    is_alone: true,
    is_shown: true,
    n_clients: 1,
    is_possible: false,
  };

  it.each([
    [{}, 'Såg uppgifterna'],
    [{ surface: 'identity' }, 'Såg identiteten'],
    [{ is_alone: false }, 'Fanns med i en lista'],
    [{ is_shown: false }, 'Frågade efter, fick inte se'],
    [{ is_possible: true, is_alone: false }, 'Kan ha ingått i en lista'],
    [{ surface: 'seen', is_shown: false }, 'Tog fram ett loggutdrag'],
  ])('%j: %s', (change, words) => {
    expect(sightWords({ ...sight, ...change })).toBe(words);
  });

  it('is one row with others of the same minute that say the same', () => {
    const minute = 60_000;
    const rows = folded([
      sight,
      { ...sight, accessed_at: 1 },
      { ...sight, accessed_at: 2 * minute },
      { ...sight, user_name: 'per' },
    ]);
    expect(rows.map(({ user_name, n_times }) => `${user_name} ${n_times}`)).toEqual(['mona 2', 'mona 1', 'per 1']);
  });

  it('is told by its page, else by what was asked', () => {
    expect(placeWords(sight)).toBe('Sida: individ/1');
    expect(placeWords({ ...sight, page: '' })).toBe('Sida: client_months');
    expect(placeWords({ surface: 'sql', page: '', request: '' })).toBe('Egen SQL');
  });
});

describe('a run', () => {
  const run = {
    run: '1',
    target: 'hours_6m',
    title_sv: 'Väntade timmar: om 6 månader',
    title_en: 'Expected hours: in 6 months',
    n_passed: 4,
    n_not_shown: 0,
    n_failed: 0,
    decided_by: '',
  } as Run;

  it('says how the audit went, also of how much it knows nothing', () => {
    expect(auditWords(run)).toBe('Granskningen underkände ingen av 4 jämförelser mellan grupper.');
    expect(auditWords({ ...run, n_failed: 2, n_not_shown: 3 })).toBe(
      'Granskningen underkände 2 av 9 jämförelser mellan grupper. För 3 är för lite känt för att säga.',
    );
    expect(auditWords({ ...run, n_passed: 0 })).toBe('Modellen granskas inte grupp för grupp.');
  });

  it('is decided on by a person, or by the limits', () => {
    expect(isByPerson({ ...run, decided_by: 'eva' })).toBe(true);
    expect(isByPerson({ ...run, decided_by: 'automatic' })).toBe(false);
    expect(isByPerson(run)).toBe(false);
  });

  it('is called what it is about', () => {
    expect(titleOf(run)).toBe('Väntade timmar: om 6 månader');
  });
});
