import { language } from './session';

const sv = {
  demo: 'Påhittad kommun',
  choices: 'Val för provkörningen',
  role: 'Roll',
  language: 'Språk',
  theme: 'Färger',
  light: 'Ljusa',
  dark: 'Mörka',
  page: 'Grafana',
  menu: 'Sidor',
  toContent: 'Till innehållet',
  ask: 'Fråga själv',
  settings: 'Datakällans inställningar',
  run: 'Ställ frågan',
  answer: 'Svar',
  rows: (n: number) => `${n} rader`,
};

const en: typeof sv = {
  demo: 'Made-up municipality',
  choices: 'Choices of the demo',
  role: 'Role',
  language: 'Language',
  theme: 'Colours',
  light: 'Light',
  dark: 'Dark',
  page: 'Grafana',
  menu: 'Pages',
  toContent: 'To the content',
  ask: 'Ask yourself',
  settings: 'Settings of the data source',
  run: 'Ask',
  answer: 'Answer',
  rows: (n: number) => `${n} rows`,
};

export const texts = language === 'sv' ? sv : en;
