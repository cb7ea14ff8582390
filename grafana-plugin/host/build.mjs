// Builds the page that shows the plugin without a Grafana server, once for the oldest and once for the newest Grafana supported.
// node host/build.mjs [--out DIR] [--only react18|react19]
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const host = import.meta.dirname;
const { values } = parseArgs({
  options: { out: { type: 'string', default: path.join(host, 'dist') }, only: { type: 'string' } },
});
const out = path.resolve(values.out);

/** The pages, by the folder whose node_modules they are built from. */
const variants = { react18: path.dirname(host), react19: path.join(host, 'react19') };

/** Packages written as CommonJS that Grafana's own modules import as if they had a default export, which bundlers do not give to .mjs files. */
const unwrapped = /^(react-custom-scrollbars-2|react-highlight-words|calculate-size)$/;

/** Resolves the host's own imports from the variant's packages, and falls back on those of the plugin. */
function packagesOf(root) {
  return {
    name: 'packages-of-variant',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.pluginData === 'seen' || args.resolveDir.includes('node_modules') || path.isAbsolute(args.path))
          return;
        const options = { kind: args.kind, pluginData: 'seen' };
        const own = await build.resolve(args.path, { ...options, resolveDir: root });
        return own.errors.length > 0 ? build.resolve(args.path, { ...options, resolveDir: host }) : own;
      });
    },
  };
}

/** PluginPage's setter is not among the runtime's exports, so it is taken from the file that the runtime itself imports. */
function pluginPageOf(root) {
  const file = path.join(root, 'node_modules/@grafana/runtime/dist/esm/components/PluginPage.mjs');
  return {
    name: 'plugin-page',
    setup: (build) => build.onResolve({ filter: /^grafana-plugin-page$/ }, () => ({ path: file })),
  };
}

const defaultOfCommonJS = {
  name: 'default-of-commonjs',
  setup(build) {
    build.onResolve({ filter: unwrapped }, (args) =>
      args.namespace === 'unwrapped'
        ? undefined
        : { path: args.path, namespace: 'unwrapped', pluginData: args.resolveDir },
    );
    build.onLoad({ filter: /.*/, namespace: 'unwrapped' }, (args) => {
      const file = createRequire(args.pluginData + '/').resolve(args.path);
      const contents = `import * as all from ${JSON.stringify(file)};
        const inner = all.default?.default ?? all.default ?? all; export default inner; export * from ${JSON.stringify(file)};`;
      return { contents, resolveDir: args.pluginData };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'text' },
  logLevel: 'error',
  legalComments: 'linked',
};

async function buildPage(root, to) {
  await esbuild.build({
    ...common,
    entryPoints: { host: path.join(host, 'src/main.tsx') },
    outdir: to,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    jsx: 'automatic',
    plugins: [packagesOf(root), pluginPageOf(root), defaultOfCommonJS],
  });
}

/** Monaco runs its language services in workers, each a file of its own. */
async function buildWorkers(root, to) {
  const monaco = path.join(root, 'node_modules/monaco-editor/esm/vs');
  await esbuild.build({
    ...common,
    entryPoints: {
      editor: path.join(monaco, 'editor/editor.worker.js'),
      json: path.join(monaco, 'language/json/json.worker.js'),
    },
    outdir: path.join(to, 'workers'),
    format: 'iife',
  });
}

/** Icons of the package, and the host's own drawings of those that Grafana has and the package lacks. */
async function copyIcons(root, to) {
  await cp(path.join(root, 'node_modules/@grafana/ui/dist/public/img/icons'), path.join(to, 'img/icons'), {
    recursive: true,
  });
  for (const name of await readdir(path.join(host, 'icons'))) {
    await cp(path.join(host, 'icons', name), path.join(to, 'img/icons/unicons', name), { force: false });
  }
}

/** Grafana's fonts under the names that its styles ask for. */
async function copyFonts(to) {
  const files = path.join(host, '../node_modules/@fontsource');
  const inter = { Regular: '400-normal', Medium: '500-normal', Italic: '400-italic', MediumItalic: '500-italic' };
  for (const [name, file] of Object.entries(inter)) {
    await cp(
      path.join(files, `inter/files/inter-latin-${file}.woff2`),
      path.join(to, `fonts/inter/Inter-${name}.woff2`),
    );
  }
  await cp(
    path.join(files, 'roboto-mono/files/roboto-mono-latin-400-normal.woff2'),
    path.join(to, 'fonts/roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2'),
  );
}

for (const [name, root] of Object.entries(variants)) {
  if (values.only && values.only !== name) continue;
  const to = path.join(out, name);
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  await Promise.all([buildPage(root, to), buildWorkers(root, to), copyIcons(root, to), copyFonts(to)]);
}
