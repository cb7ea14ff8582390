// Builds the plugin: one AMD module.js for each plugin.json, and the files beside it.
// node build.mjs [--out DIR] [--watch]
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import webpack from 'webpack';

const root = import.meta.dirname;
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(root, 'dist') },
    watch: { type: 'boolean', default: false },
  },
});
const out = path.resolve(values.out);
const version = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')).version;

/** What Grafana gives every plugin; bundling one of these would bring a second React, or a second theme. */
const shared = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/runtime',
  '@grafana/ui',
  'lodash',
  'react',
  'react-dom',
  'react-router',
  'react/jsx-runtime',
  'rxjs',
  'rxjs/operators',
];

/** The bundles, by the folder of their plugin.json. */
const plugins = [
  { folder: '.', entry: './src/module.tsx' },
  { folder: 'datasource', entry: './src/datasource/module.ts' },
];

/** @returns {import('webpack').Configuration} */
function configuration({ folder, entry }, id) {
  return {
    context: root,
    mode: 'production',
    target: ['web', 'es2022'],
    devtool: 'source-map',
    entry: { module: ['./src/publicPath.ts', entry] },
    externals: [{ 'amd-module': 'module' }, ...shared],
    output: {
      path: path.join(out, folder),
      filename: '[name].js',
      chunkFilename: '[name].[contenthash:8].js',
      library: { type: 'amd' },
      publicPath: `public/plugins/${id}/`,
      uniqueName: id,
    },
    resolve: { extensions: ['.ts', '.tsx', '.js'] },
    module: {
      rules: [{ test: /\.tsx?$/, loader: path.join(root, 'loader.cjs') }],
    },
    performance: { hints: false },
  };
}

/** Fills in what only the build knows. */
function fill(text, today) {
  const id = JSON.parse(text).id;
  return text.replaceAll('%VERSION%', version).replaceAll('%TODAY%', today).replaceAll('%PLUGIN_ID%', id);
}

/** Copies plugin.json, filled in, and the texts and pictures that Grafana shows. */
async function copyStatic(folder) {
  const from = path.join(root, 'src', folder);
  const to = path.join(out, folder);
  await mkdir(to, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  const text = await readFile(path.join(from, 'plugin.json'), 'utf8');
  await writeFile(path.join(to, 'plugin.json'), fill(text, today));
  await cp(path.join(from, 'img'), path.join(to, 'img'), { recursive: true });
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) {
    await cp(path.join(root, file), path.join(to, file), { dereference: true });
  }
  return JSON.parse(text).id;
}

/** Removes what an earlier build left, except the backend's programs, which another step builds. */
async function clean() {
  for (const folder of plugins.map((plugin) => path.join(out, plugin.folder))) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (/\.js(\.map|\.LICENSE\.txt)?$/.test(name)) await rm(path.join(folder, name));
    }
  }
}

/** The dashboards that the app owns are kept beside the plugin, where the tests of their queries reach them. */
async function copyDashboards() {
  const from = path.join(root, '..', 'dashboards');
  const to = path.join(out, 'dashboards');
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name.endsWith('.json')) await cp(path.join(from, name), path.join(to, name));
  }
}

await clean();
await copyDashboards();
const configurations = [];
for (const plugin of plugins) configurations.push(configuration(plugin, await copyStatic(plugin.folder)));
const compiler = webpack(configurations);

function report(error, stats) {
  if (error) throw error;
  const failed = stats.hasErrors();
  if (failed || values.watch) console.log(stats.toString({ preset: 'errors-warnings', colors: true }));
  if (failed && !values.watch) process.exitCode = 1;
}

if (values.watch) compiler.watch({}, report);
else compiler.run((error, stats) => compiler.close(() => report(error, stats)));
