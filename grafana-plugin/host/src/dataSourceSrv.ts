// The one data source that there is in the demo.
import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  type DataSourcePlugin,
} from '@grafana/data';
import { type DataSourceSrv } from '@grafana/runtime';

import { loadPlugin, type PluginMeta } from './loadPlugin';
import { session } from './session';

export const DATASOURCE_ID = 'framsyn-care-datasource';

/** The settings as a plugin sees them in the browser; what is secret never leaves the server. */
export function instanceSettings(meta: PluginMeta): DataSourceInstanceSettings {
  return {
    id: 1,
    uid: session.datasource.uid,
    type: DATASOURCE_ID,
    name: session.datasource.name,
    meta: meta as unknown as DataSourcePluginMeta,
    readOnly: true,
    isDefault: true,
    access: 'proxy',
    jsonData: {},
    url: `/api/datasources/proxy/uid/${session.datasource.uid}`,
  } as unknown as DataSourceInstanceSettings;
}

export function createDataSourceSrv(meta: PluginMeta): DataSourceSrv {
  const settings = instanceSettings(meta);
  let instance: Promise<DataSourceApi> | undefined;
  return {
    getList: (filters?: { type?: string | string[] }) => {
      const types = filters?.type === undefined ? [DATASOURCE_ID] : [filters.type].flat();
      return types.includes(DATASOURCE_ID) ? [settings] : [];
    },
    getInstanceSettings: () => settings,
    get: () => {
      instance ??= loadPlugin<DataSourcePlugin<DataSourceApi>>(meta).then((plugin) => {
        const created = new plugin.DataSourceClass(settings);
        created.components = plugin.components;
        return created;
      });
      return instance;
    },
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  } as unknown as DataSourceSrv;
}
