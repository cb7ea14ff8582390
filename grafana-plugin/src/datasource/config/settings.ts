// The settings of the data source: the shape that the backend validates (pkg/settings), and how they are written as text.
import { type DataSourceJsonData, type DataSourcePluginOptionsEditorProps } from '@grafana/data';

/** The roles of Framsyn. */
export const ROLES = ['leader', 'manager', 'analyst', 'planner', 'steward', 'officer', 'service'] as const;
export type RoleId = (typeof ROLES)[number];

/** The roles in a Grafana organisation. */
export const ORG_ROLES = ['Viewer', 'Editor', 'Admin'] as const;

export interface RoleSettings {
  user?: string;
  rawSql?: boolean;
  allAreas?: boolean;
}

export interface Settings extends DataSourceJsonData {
  hosts?: string[];
  database?: string;
  contact?: string;
  tls?: { enabled?: boolean; skipVerify?: boolean; serverName?: string };
  roles?: Partial<Record<RoleId, RoleSettings>>;
  mapping?: {
    logins?: Record<string, string>;
    groups?: Record<string, string>;
    orgRoles?: Record<string, string>;
  };
  areas?: Record<string, string[]>;
  serviceRole?: string;
  identity?: { grafanaUrl?: string };
  pool?: { maxOpen?: number; queryTimeoutSeconds?: number };
  caps?: { rows?: number; bytes?: number };
}

/** What is kept encrypted: password_<role>, and the keys of TLS. */
export type Secrets = Record<string, string>;

/** A list as text, with commas between. */
export const writeList = (list: string[] | undefined): string => (list ?? []).join(', ');

/** A text with commas as a list. */
export const readList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Pairs as text, one a line: name = value. */
export function writePairs(pairs: Record<string, string | string[]> | undefined): string {
  return Object.entries(pairs ?? {})
    .map(([name, value]) => `${name} = ${[value].flat().join(', ')}`)
    .join('\n');
}

/** Lines of name = value as pairs; a line without a value is left out. */
export function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.lastIndexOf('=');
    const [name, value] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (at > 0 && name !== '' && value !== '') {
      pairs[name] = value;
    }
  }
  return pairs;
}

/** Lines of name = list. */
export function readLists(text: string): Record<string, string[]> {
  return Object.fromEntries(Object.entries(readPairs(text)).map(([name, value]) => [name, readList(value)]));
}

/** What an editor of settings is given. */
export type EditorProps = DataSourcePluginOptionsEditorProps<Settings, Secrets>;

/** Changes some of the settings. */
export type Change = (changed: Partial<Settings>) => void;
