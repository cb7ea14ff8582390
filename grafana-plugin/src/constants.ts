/** The id of the app, as in plugin.json. */
export const APP_ID = 'framsyn-care-app';

/** The type of the data source that the app contains. */
export const DATASOURCE_TYPE = 'framsyn-care-datasource';

/** Where Grafana shows the app. */
export const APP_ROOT = `/a/${APP_ID}`;
