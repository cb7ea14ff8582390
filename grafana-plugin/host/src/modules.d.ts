// Modules without types of their own.

declare module 'react-router-dom' {
  import { type ComponentType, type ReactNode } from 'react';
  export const Router: ComponentType<{ history: unknown; children?: ReactNode }>;
}

declare module 'grafana-plugin-page' {
  import { type ComponentType } from 'react';
  import { type PluginPageProps } from '@grafana/runtime';
  export function setPluginPage(component: ComponentType<PluginPageProps>): void;
}

declare module 'systemjs/dist/system.js';
declare module 'systemjs/dist/extras/amd.js';
declare module 'systemjs/dist/extras/named-register.js';
