// Gives @grafana/runtime what a Grafana server's page gives it, as far as the plugin asks for it.
import { EventBusSrv, type TypedVariableModel } from '@grafana/data';
import {
  config,
  FakeEchoSrv,
  setAppEvents,
  setBackendSrv,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setPluginComponentsHook,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setTemplateSrv,
  type TemplateSrv,
} from '@grafana/runtime';
import { setPluginPage } from 'grafana-plugin-page';

import { backendSrv } from './backendSrv';
import { createDataSourceSrv } from './dataSourceSrv';
import { type PluginMeta } from './loadPlugin';
import { PluginPage } from './PluginPage';

/** There are no dashboard variables in the demo. */
const templateSrv = {
  getVariables: (): TypedVariableModel[] => [],
  replace: (text = '') => text,
  containsTemplate: () => false,
  updateTimeRange: () => undefined,
  getAdhocFilters: () => [],
} as unknown as TemplateSrv;

export function prepareRuntime(datasource: PluginMeta): void {
  setBackendSrv(backendSrv);
  setDataSourceSrv(createDataSourceSrv(datasource));
  setTemplateSrv(templateSrv);
  setEchoSrv(new FakeEchoSrv());
  setAppEvents(new EventBusSrv());
  setCurrentUser(config.bootData.user);
  setReturnToPreviousHook(() => () => undefined);
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginPage(PluginPage);
}
