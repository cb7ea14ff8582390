import { type DataSourceSettings } from '@grafana/data';

import { type Secrets, type Settings } from './settings';

type Options = DataSourceSettings<Settings, Secrets>;

/** The options with a secret set; it is sent once and never comes back. */
export function withSecret(options: Options, name: string, value: string): Options {
  return { ...options, secureJsonData: { ...options.secureJsonData, [name]: value } };
}

/** The options with a secret taken away, so that a new one can be given. */
export function withoutSecret(options: Options, name: string): Options {
  return {
    ...options,
    secureJsonFields: { ...options.secureJsonFields, [name]: false },
    secureJsonData: { ...options.secureJsonData, [name]: '' },
  };
}

/** Tells whether a secret is saved. */
export function hasSecret(options: Options, name: string): boolean {
  return Boolean(options.secureJsonFields?.[name]);
}
