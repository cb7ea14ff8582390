import './bootData';

import { type AppPlugin, createTheme, PluginContextProvider, ThemeContext } from '@grafana/data';
import { config, locationService, LocationServiceProvider } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { type ReactNode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';

import { DATASOURCE_ID } from './dataSourceSrv';
import { DatasourcePage } from './DatasourcePage';
import { loadPlugin, type PluginMeta, readMeta } from './loadPlugin';
import { sharePackages } from './packages';
import { prepareRuntime } from './runtime';
import { theme as themeName } from './session';
import { SettingsPage } from './SettingsPage';
import { Shell } from './Shell';

const APP_ID = 'framsyn-care-app';

function AppRoot({ plugin, meta }: { plugin: AppPlugin; meta: PluginMeta }) {
  const Root = plugin.root;
  if (!Root) {
    return null;
  }
  return (
    <PluginContextProvider meta={plugin.meta}>
      <Suspense fallback={null}>
        <Root meta={plugin.meta} basename={`/a/${meta.id}`} query={{}} path="" onNavChanged={() => undefined} />
      </Suspense>
    </PluginContextProvider>
  );
}

function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory()}>
          <CompatRouter>
            <ModalsProvider>
              {children}
              <ModalRoot />
              <PortalContainer />
            </ModalsProvider>
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}

/** Follows links within the page without loading it anew, as Grafana does. */
function followLinks(event: MouseEvent) {
  const link = (event.target as Element).closest('a');
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
  const href = link?.getAttribute('href');
  if (
    isPlain &&
    href?.startsWith('/') &&
    !href.startsWith('/public/') &&
    !link?.target &&
    !link?.hasAttribute('download')
  ) {
    event.preventDefault();
    locationService.push(href);
  }
}

async function start() {
  const [app, datasource] = await Promise.all([readMeta(APP_ID), readMeta(DATASOURCE_ID)]);
  config.theme2 = createTheme({ colors: { mode: themeName } });
  prepareRuntime(datasource);
  sharePackages();
  const plugin = await loadPlugin<AppPlugin>(app);
  document.addEventListener('click', followLinks);
  createRoot(document.getElementById('root') as HTMLElement).render(
    <Providers>
      <Shell app={app}>
        <ErrorBoundaryAlert>
          <Routes>
            <Route path="/a/:pluginId/*" element={<AppRoot plugin={plugin} meta={app} />} />
            <Route path="/datasource/settings" element={<SettingsPage meta={datasource} />} />
            <Route path="/datasource" element={<DatasourcePage meta={datasource} />} />
            <Route path="*" element={<Navigate to={`/a/${APP_ID}`} replace />} />
          </Routes>
        </ErrorBoundaryAlert>
      </Shell>
    </Providers>,
  );
}

start().catch((error: unknown) => {
  const root = document.getElementById('root') as HTMLElement;
  root.textContent = `Framsyn: ${error instanceof Error ? error.message : String(error)}`;
  throw error;
});
