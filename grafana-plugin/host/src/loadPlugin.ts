// Loads a plugin's module.js as Grafana does.

/** What the host knows of a plugin: its plugin.json and where its files are. */
export interface PluginMeta {
  id: string;
  name: string;
  type: string;
  module: string;
  baseUrl: string;
  includes: Array<{ type: string; name: string; path: string; addToNav?: boolean }>;
  info: Record<string, unknown>;
}

export async function readMeta(id: string): Promise<PluginMeta> {
  const baseUrl = `/public/plugins/${id}`;
  const response = await fetch(`${baseUrl}/plugin.json`);
  if (!response.ok) {
    throw new Error(`${baseUrl}/plugin.json: ${response.status}. Is the plugin built? Run make plugin.`);
  }
  return { ...(await response.json()), baseUrl, module: `${baseUrl}/module.js` };
}

/** The plugin that a module exports, with what it may ask about itself. */
export async function loadPlugin<T extends { meta: unknown }>(meta: PluginMeta): Promise<T> {
  const module: { plugin: T } = await System.import(meta.module);
  module.plugin.meta = meta;
  return module.plugin;
}
