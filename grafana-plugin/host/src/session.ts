// What the server says about the demo: who is looking, and what can be chosen. It stands in the page as JSON, since nothing may wait for it.

export interface DemoRole {
  id: string;
  /** What the role is called, by language. */
  title: Record<Language, string>;
}

export type Language = 'sv' | 'en';

interface Session {
  role: string;
  roles: DemoRole[];
  page: 'react18' | 'react19';
  pages: string[];
  user: { login: string; name: string; email: string; orgRole: string };
  datasource: { uid: string; name: string };
  version: string;
}

const element = document.getElementById('session');
if (!element?.textContent) {
  throw new Error('the page came without its session: open it through framsyn host');
}

export const session = JSON.parse(element.textContent) as Session;

/** Remembers a choice and shows the page anew with it. The server reads role and page, the page itself language and theme. */
export function choose(name: 'role' | 'page' | 'language' | 'theme', value: string): void {
  document.cookie = `framsyn_${name}=${encodeURIComponent(value)}; Path=/; SameSite=Strict; Max-Age=31536000`;
  window.location.reload();
}

function chosen(name: string): string | undefined {
  return document.cookie
    .split('; ')
    .find((cookie) => cookie.startsWith(`framsyn_${name}=`))
    ?.split('=')[1];
}

export const language: Language = chosen('language') === 'en' ? 'en' : 'sv';

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
export const theme: 'dark' | 'light' =
  (chosen('theme') ?? (prefersDark ? 'dark' : 'light')) === 'dark' ? 'dark' : 'light';
