// What Grafana's page sets before any of its packages is loaded. Imported first.
import { language, session, theme } from './session';

const locale = language === 'sv' ? 'sv-SE' : 'en-US';
document.documentElement.lang = language;

const page = window as unknown as Record<string, unknown>;
page['__grafana_public_path__'] = '/public/';
page['grafanaBootData'] = {
  user: {
    id: 1,
    isSignedIn: true,
    login: session.user.login,
    name: session.user.name,
    email: session.user.email,
    orgId: 1,
    orgName: 'Framsyn',
    orgRole: session.user.orgRole,
    timezone: 'Europe/Stockholm',
    weekStart: 'monday',
    locale,
    language: locale,
    regionalFormat: locale,
    theme,
    lightTheme: theme === 'light',
    permissions: { 'plugins.app:access': true, 'datasources:query': true },
  },
  settings: {
    appUrl: '/',
    appSubUrl: '',
    buildInfo: { version: session.version, commit: '', env: 'production' },
    defaultDatasource: session.datasource.name,
    featureToggles: {},
    bootData: {},
    datasources: {},
    apps: {},
    panels: {},
  },
  navTree: [],
};

page['MonacoEnvironment'] = {
  getWorker: (_: string, label: string) =>
    new Worker(`/public/build/workers/${label === 'json' ? 'json' : 'editor'}.js`),
};
