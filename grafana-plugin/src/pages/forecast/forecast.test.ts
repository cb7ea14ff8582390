import { missingMonths, otherMethod, pointsOf } from './course';
import { draftOf, fieldsOf, faultsOf, numberOf } from './draft';
import { decimalsOf, formatMoney } from './money';
import { placeOf, scopeOf, searchOf } from './place';
import { type Accuracy, type CourseRow, type Gap } from './read';
import { changedParts, type Form, UNCHANGED } from './scenarios';
import { oneSignOnly, worstOf } from './staffing';
import { ahead, listed, said } from './words';

describe('place', () => {
  it('reads an address, and writes only what differs from a first visit', () => {
    const place = placeOf('?vy=bemanning&galler=area:C1&resurs=nurse_h&manader=24&scenario=longer_lives');
    expect(place).toEqual({
      view: 'bemanning',
      scope: 'area:C1',
      resource: 'nurse_h',
      months: 24,
      scenario: 'longer_lives',
    });
    expect(searchOf(place)).toEqual({
      vy: 'bemanning',
      galler: 'area:C1',
      resurs: 'nurse_h',
      manader: '24',
      scenario: 'longer_lives',
    });
    expect(searchOf({ view: 'prognos', scope: '', months: 12 })).toEqual({ vy: null, galler: null, manader: null });
  });

  it('does not stumble over an address that somebody has changed', () => {
    const first = placeOf('');
    expect(placeOf('?vy=nope&resurs=gold&manader=0')).toEqual(first);
    expect(placeOf('?manader=37')).toEqual(first);
    expect(scopeOf('selection:a:b')).toEqual({ kind: 'selection', id: 'a:b' });
    expect(scopeOf('x')).toEqual({ kind: 'area', id: '' });
  });
});

describe('course', () => {
  const row = (month: number, part: Partial<CourseRow>): CourseRow => ({
    month,
    actual: null,
    is_missing: 0,
    trend_level: null,
    change_kind: '',
    is_odd: false,
    mean: null,
    p10: null,
    p90: null,
    today_mean: null,
    shown_method: '',
    ...part,
  });
  const rows = [
    row(1, { actual: 5, trend_level: 5 }),
    row(2, { is_missing: 1 }),
    row(3, { actual: 7, trend_level: 6, change_kind: 'level_shift' }),
    row(4, { mean: 8, p10: 7, p90: 9, shown_method: 'blend' }),
    row(5, { mean: 9, p10: 7, p90: 11, shown_method: 'theta' }),
  ];

  it('goes as far ahead as asked, and marks changes and gaps', () => {
    const points = pointsOf(rows, 1);
    expect(points.map((point) => point.month)).toEqual([1, 2, 3, 4]);
    expect(points[2]).toMatchObject({ change: 6, note: 'Nivån ändrades' });
    expect(points[1]).toMatchObject({ outcome: null, note: 'Inte levererad' });
    expect(pointsOf(rows, 36)).toHaveLength(5);
    expect(missingMonths(rows)).toEqual([2]);
    expect(otherMethod(rows)).toBe('theta');
  });
});

describe('words', () => {
  const row = (horizon_months: number, is_better: boolean, part: Partial<Accuracy> = {}): Accuracy => ({
    method: 'blend',
    horizon_months,
    n_origins: 10,
    mase: 0.8,
    naive_mase: 0.9,
    is_better,
    mae: 5,
    bias_share: 0.021,
    coverage_80: 0.8,
    ...part,
  });

  it('says where last year’s value has been better', () => {
    expect(said([row(3, true), row(12, false), row(24, false)])?.skill).toBe(
      'Slår fjolårets värde på 1 av 3 horisonter. På 12 och 24 månaders sikt har fjolårets värde träffat bättre.',
    );
    expect(said([row(3, true), row(12, true)])?.skill).toBe('Slår fjolårets värde på alla 2 horisonter.');
    expect(said([row(3, false)])?.skill).toContain('Slår inte fjolårets värde på någon');
    expect(said([row(3, true, { naive_mase: null })])?.skill).toBe('Det finns inget fjolårsvärde att jämföra med.');
  });

  it('says which way it leans, and whether the field is right', () => {
    expect(said([row(12, true)])?.bias).toMatch(/Har i snitt legat 2,1.% för högt på ett års sikt\./);
    expect(said([row(6, true, { bias_share: -0.03 })])?.bias).toMatch(/3.% för lågt på 6 månaders sikt/);
    expect(said([row(12, true, { bias_share: 0.002 })])?.bias).toBe('Har i snitt legat rätt på ett års sikt.');
    expect(said([row(12, true)])?.coverage).toContain('8 gånger av 10');
    expect(said([row(12, true, { coverage_80: 0.5 })])?.coverage).toContain('för smalt');
    expect(said([row(12, true, { coverage_80: 1 })])?.coverage).toContain('bredare');
  });

  it('says nothing where nothing has been judged', () => {
    expect(said([])).toBeUndefined();
    expect(said([row(12, true, { method: 'theta' })])).toBeUndefined();
    expect([ahead(1), ahead(24), ahead(18)]).toEqual(['en månad', 'två år', '18 månader']);
    expect(listed(['1', '2', '3'])).toBe('1, 2 och 3');
  });
});

describe('staffing', () => {
  const gap = (area_id: string, gap_share: number | null, worst_gap_fte: number | null): Gap =>
    ({ area_id, profession: 'nurse', gap_share, worst_gap_fte }) as unknown as Gap;

  it('finds where most is lacking', () => {
    expect(worstOf([gap('A', 0.1, -1), gap('B', 0.1, -3), gap('C', 0, null)])?.area_id).toBe('B');
    expect(worstOf([gap('A', 0.1, 2)])).toBeUndefined();
  });

  it('suspects the counting where all areas have a clear gap of one sign', () => {
    expect(oneSignOnly([gap('A', -0.25, 0), gap('B', -0.3, 0), gap('C', -0.2, 0)])).toBe(true);
    expect(oneSignOnly([gap('A', -0.25, 0), gap('B', 0.1, 0), gap('C', -0.2, 0)])).toBe(false);
    expect(oneSignOnly([gap('A', -0.25, 0), gap('B', -0.3, 0)])).toBe(false);
    expect(oneSignOnly([gap('A', -0.02, 0), gap('B', -0.01, 0), gap('C', -0.05, 0)])).toBe(false);
  });

  it('writes money in thousands and small posts with a hundredth', () => {
    expect(formatMoney(1_234_567)).toMatch(/^1.235$/);
    expect(formatMoney(null)).toBe('–');
    expect([decimalsOf(12.3), decimalsOf(-0.04), decimalsOf(null)]).toEqual([1, 2, 1]);
  });
});

describe('a scenario that is written', () => {
  const limit = (name: keyof typeof UNCHANGED, least: number, most: number, start: number) => ({
    name,
    least,
    most,
    default: start,
  });
  const form = {
    maySave: true,
    limits: [
      limit('granted_hours_factor', 0.7, 1.3, 1),
      limit('prevention_n_clients', 0, 2000, 0),
      limit('prevention_share', 0.1, 1, 0.6),
    ],
    populations: ['main', 'low', 'high'],
    longestName: 60,
    longestWhy: 500,
  } as Form;

  it('reads numbers as Swedes and others write them', () => {
    expect(['1,5', '1.5', ' 1 200', '−2', '+3'].map(numberOf)).toEqual([1.5, 1.5, 1200, -2, 3]);
    expect(['', '1,2,3', 'tio', '1e3'].map(numberOf)).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('tells all that is wrong', () => {
    const fields = fieldsOf(undefined, form);
    expect(fields.prevention_share).toBe('0,6');
    expect(Object.keys(faultsOf(fields, form))).toEqual(['name', 'why']);
    const named = { ...fields, name: 'A', why: 'B' };
    expect(Object.keys(faultsOf(named, form))).toEqual(['other']);
    expect(faultsOf({ ...named, granted_hours_factor: '2' }, form).granted_hours_factor).toBe(
      'Skriv ett tal mellan 0,7 och 1,3.',
    );
    expect(faultsOf({ ...named, prevention_n_clients: '1,5' }, form).prevention_n_clients).toBe('Skriv ett helt tal.');
    expect(faultsOf({ ...named, prevention_share: '' }, form)).not.toHaveProperty('prevention_share'); // means nothing without prevention
    expect(faultsOf({ ...named, granted_hours_factor: '0,95' }, form)).toEqual({});
    expect(draftOf({ ...named, granted_hours_factor: '0,95' })).toMatchObject({
      name: 'A',
      granted_hours_factor: 0.95,
    });
  });

  it('knows what is not as today', () => {
    expect(changedParts(UNCHANGED)).toEqual([]);
    expect(changedParts({ ...UNCHANGED, prevention_n_clients: 100, prevention_share: 0.6 })).toEqual([
      'prevention_n_clients',
      'prevention_share',
      'prevention_kind',
    ]);
  });
});
