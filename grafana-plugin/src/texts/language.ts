import { config } from '@grafana/runtime';

export type Language = 'sv' | 'en';

/** The reader's language: English if Grafana is in English, else Swedish. */
export function currentLanguage(): Language {
  return config.bootData?.user?.language?.toLowerCase().startsWith('en') ? 'en' : 'sv';
}
