import { type DataSourceInstanceSettings, type ScopedVars } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';

import { type FramsynQuery } from '../client/types';
import { installBackend } from '../testing/backend';
import { type Settings } from './config/settings';
import { FramsynDataSource } from './FramsynDataSource';
import plugin from './plugin.json';
import { readParameter, writeParameter } from './query/parameter';

type Values = Record<string, string | string[]>;

/** A template service with variables as Grafana holds them. */
function templatesOf(values: Values): TemplateSrv {
  return {
    getVariables: () => Object.entries(values).map(([name, value]) => ({ name, current: { value } })),
    replace: (text: string, scoped: ScopedVars, format: (value: unknown) => string) => {
      const name = /\$\{(\w+)\}/.exec(text)?.[1] ?? '';
      return format(scoped[name]?.value ?? values[name]);
    },
  } as unknown as TemplateSrv;
}

const datasourceWith = (values: Values) =>
  new FramsynDataSource({ uid: 'framsyn', jsonData: {} } as DataSourceInstanceSettings<Settings>, templatesOf(values));

const sql = (rawSql: string): FramsynQuery => ({ refId: 'A', kind: 'sql', rawSql });

describe('variables', () => {
  it('are sent beside the query, and the text is left as it is', () => {
    const attack = "\\' OR 1=1 --";
    const datasource = datasourceWith({ area: ['C1', attack], other: 'x' });
    const query = datasource.applyTemplateVariables(sql('SELECT 1 WHERE area_id IN $area'), {});
    expect(query).toMatchObject({ rawSql: 'SELECT 1 WHERE area_id IN $area', variables: { area: ['C1', attack] } });
  });

  it('stand for all values when all are chosen, except in a repeated panel', () => {
    const datasource = datasourceWith({ area: ['$__all'] });
    const named: FramsynQuery = { refId: 'A', kind: 'named', name: 'areas', parameters: { areas: '$area' } };
    expect(datasource.applyTemplateVariables(named, {}).variables).toEqual({ area: ['$__all'] });
    const repeated = { area: { text: 'C2', value: 'C2' } };
    expect(datasource.applyTemplateVariables(named, repeated).variables).toEqual({ area: ['C2'] });
  });

  it('are left out when the query names none', () => {
    const query = datasourceWith({ area: 'C1' }).applyTemplateVariables(sql('SELECT areas'), {});
    expect(query.variables).toBeUndefined();
  });

  it('take what is typed to search', () => {
    const scoped = { __searchFilter: { text: '', value: 'stockh' } };
    expect(datasourceWith({}).applyTemplateVariables(sql('SELECT 1'), scoped).search).toBe('stockh');
  });
});

it('asks in the language of the query, else of the reader', () => {
  expect(datasourceWith({}).applyTemplateVariables(sql('SELECT 1'), {}).language).toBe('sv');
  const english: FramsynQuery = { ...sql('SELECT 1'), language: 'en' };
  expect(datasourceWith({}).applyTemplateVariables(english, {}).language).toBe('en');
});

it('sends ad hoc filters as they are, for the backend to bind', () => {
  const filter = { key: 'mart.candidates.area_id', operator: '=|', value: 'C1', values: ['C1', "C'2"] };
  expect(datasourceWith({}).applyTemplateVariables(sql('SELECT 1'), {}, [filter]).adHocFilters).toEqual([filter]);
});

it('asks the backend for the keys and values of ad hoc filters', async () => {
  const requests = installBackend(({ url }) => [{ text: url.endsWith('keys') ? 'candidates.area_id' : 'C1' }]);
  const datasource = datasourceWith({});
  await expect(datasource.getTagKeys({ filters: [] })).resolves.toEqual([{ text: 'candidates.area_id' }]);
  const key = 'mart.candidates.area_id';
  await expect(datasource.getTagValues({ key, filters: [] })).resolves.toEqual([{ text: 'C1' }]);
  const resources = '/api/datasources/uid/framsyn/resources/adhoc';
  expect(requests).toMatchObject([
    { method: 'GET', url: `${resources}/keys` },
    { method: 'POST', url: `${resources}/values`, data: { key } },
  ]);
});

it('gives annotations and alerts what they need of a data source', () => {
  expect(datasourceWith({}).annotations).toBeDefined(); // the standard editor, with the query editor in it
  expect(plugin).toMatchObject({ backend: true, alerting: true, annotations: true, metrics: true });
});

it('does not send a query that asks nothing yet', () => {
  const datasource = datasourceWith({});
  expect(datasource.filterQuery(sql('  '))).toBe(false);
  expect(datasource.filterQuery({ refId: 'A', kind: 'named', name: '' })).toBe(false);
  expect(datasource.filterQuery({ refId: 'A', kind: 'named', name: 'areas', hide: true })).toBe(false);
  expect(datasource.filterQuery({ refId: 'A', kind: 'named', name: 'areas' })).toBe(true);
});

describe('parameters', () => {
  it.each([
    ['', 'String', undefined],
    ['C1', 'String', 'C1'],
    ['12', 'UInt16', 12],
    ['0,5', 'Float64', 0.5],
    ['$horizon', 'UInt16', '$horizon'],
    ['C1, C2,', 'Array(String)', ['C1', 'C2']],
    ['1, 2', 'Array(UInt8)', [1, 2]],
    ['$area', 'Array(String)', '$area'],
    ['tolv', 'UInt16', 'tolv'], // the backend says what is wrong with it
  ])('reads %j of the type %s', (text, type, value) => {
    expect(readParameter(text, type)).toEqual(value);
  });

  it('writes them as they are read', () => {
    expect(writeParameter(['C1', 'C2'])).toBe('C1, C2');
    expect(writeParameter(undefined)).toBe('');
    expect(readParameter(writeParameter([1, 2]), 'Array(UInt8)')).toEqual([1, 2]);
  });
});
