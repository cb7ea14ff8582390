// Checks a built plugin by the rules of Grafana's plugin validator that can be checked here, and some of our own.
// node check.mjs [--dist DIR] [--targets linux/amd64,…]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = import.meta.dirname;
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: path.join(root, 'dist') },
    targets: { type: 'string', default: 'linux/amd64' },
  },
});
const dist = path.resolve(values.dist);
const faults = [];
const fault = (text) => faults.push(text);
const read = (...parts) => readFileSync(path.join(...parts), 'utf8');

/** All files below a folder, as paths within it. */
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));

function checkMetadata(folder) {
  const name = path.join(path.relative(dist, folder), 'plugin.json');
  const meta = JSON.parse(read(folder, 'plugin.json'));
  const want = (condition, text) => condition || fault(`${name}: ${text}`);
  want(
    /^[0-9a-z]+-([0-9a-z]+-)?(app|panel|datasource)$/.test(meta.id),
    `id ${meta.id} is not of the form org-name-type`,
  );
  want(meta.id?.endsWith(`-${meta.type}`), `id ${meta.id} does not end with its type ${meta.type}`);
  want(meta.name && meta.info?.description && meta.info?.author?.name, 'name, description and author must be there');
  want(/^\d+\.\d+\.\d+$/.test(meta.info?.version), `version ${meta.info?.version} is not of the form 1.2.3`);
  want(/^\d{4}-\d\d-\d\d$/.test(meta.info?.updated), `updated ${meta.info?.updated} is not a day`);
  want(meta.dependencies?.grafanaDependency === '>=12.3.0-0', 'grafanaDependency is not >=12.3.0-0');
  want(!JSON.stringify(meta).includes('%'), 'something of %…% has not been filled in');
  want(!meta.dependencies?.plugins?.some(({ id }) => id === meta.id), 'the plugin depends on itself');
  want(meta.info?.keywords?.length > 0, 'there are no keywords');
  want(meta.info?.logos?.small && meta.info.logos.large, 'a small and a large logo must be there');
  const pictures = [
    ...Object.values(meta.info?.logos ?? {}),
    ...(meta.info?.screenshots ?? []).map((shot) => shot.path),
  ];
  for (const picture of pictures) want(existsSync(path.join(folder, picture)), `${picture} is missing`);
  for (const link of meta.info?.links ?? []) {
    want(
      link.name && /^(https:\/\/|mailto:)/.test(link.url),
      `the link ${link.name ?? link.url} has no name or no secure address`,
    );
  }
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'module.js']) {
    want(existsSync(path.join(folder, file)) && read(folder, file).trim().length > 50, `${file} is missing or empty`);
  }
  return meta;
}

/** What Grafana and its catalogue show of a plugin besides its pages. */
function checkDocuments(folder, { info }) {
  const name = (file) => path.join(path.relative(dist, folder), file);
  const readme = read(folder, 'README.md');
  if (!readme.startsWith('# ')) fault(`${name('README.md')} does not begin with a title`);
  if (/!\[[^\]]*\]\((?!https:\/\/)/.test(readme)) fault(`${name('README.md')} shows a picture that is not on the web`);
  if (!read(folder, 'CHANGELOG.md').includes(`## ${info.version}`)) {
    fault(`${name('CHANGELOG.md')} says nothing of version ${info.version}`);
  }
  const licence = read(folder, 'LICENSE');
  if (!/Apache License[\s\S]*Version 2\.0/.test(licence) || /\[yyyy\] \[name of copyright owner\]\s*$/.test(licence)) {
    fault(`${name('LICENSE')} is not the Apache License 2.0`);
  }
}

/** The parts of the app that Grafana lists. */
function checkIncludes({ id, includes }) {
  const paths = includes.map((include) => include.path);
  for (const include of includes) {
    const want = (condition, text) => condition || fault(`plugin.json: the part ${include.name} ${text}`);
    want(['page', 'dashboard', 'datasource', 'panel'].includes(include.type), `is of the type ${include.type}`);
    want(include.name, 'has no name');
    want(paths.indexOf(include.path) === paths.lastIndexOf(include.path), `has the path ${include.path} of another`);
    if (include.type === 'page') {
      want(include.path?.startsWith(`/a/${id}/`), `has the path ${include.path}, which is not below /a/${id}/`);
      want(['Viewer', 'Editor', 'Admin'].includes(include.role), `is for the role ${include.role}`);
    } else {
      want(existsSync(path.join(dist, include.path)), `is not in ${include.path}`);
    }
  }
}

/** Plugins that need each other cannot be installed. */
function checkDependencies(plugins) {
  const needs = new Map(plugins.map((meta) => [meta.id, (meta.dependencies.plugins ?? []).map(({ id }) => id)]));
  const reaches = (from, to, seen = new Set()) =>
    (needs.get(from) ?? []).some((id) => id === to || (!seen.has(id) && reaches(id, to, seen.add(id))));
  for (const id of needs.keys()) if (reaches(id, id)) fault(`${id} depends on itself by way of others`);
}

/** Alerts and annotations ask the backend, so the data source must say that it has one. */
function checkAbilities(meta) {
  for (const ability of ['backend', 'alerting', 'annotations', 'metrics']) {
    if (meta[ability] !== true) fault(`datasource/plugin.json: ${ability} is not true`);
  }
}

/** A nested plugin must be among the includes of its parent. */
function checkNested(meta) {
  for (const file of filesOf(dist).filter((name) => /.\/plugin\.json$/.test(name))) {
    const nested = JSON.parse(read(dist, file));
    const listed = meta.includes?.some((include) => include.type === nested.type && include.path === file);
    if (!listed) fault(`plugin.json: includes does not list ${file}`);
  }
}

/** Each dashboard that is listed is there, and each that is there is listed. */
function checkDashboards(meta) {
  const listed = meta.includes.filter(({ type }) => type === 'dashboard').map((include) => include.path);
  const found = filesOf(dist).filter((name) => name.startsWith('dashboards/'));
  for (const file of listed) if (!found.includes(file)) fault(`plugin.json: there is no ${file}`);
  for (const file of found) if (!listed.includes(file)) fault(`plugin.json: includes does not list ${file}`);
}

/** How the programs of a system begin. */
const beginnings = { linux: '7f454c46', darwin: 'cffaedfe', windows: '4d5a' };

function checkPrograms(meta, folder) {
  const targets = values.targets.split(',');
  const names = targets.map(
    (target) => `${meta.executable}_${target.replace('/', '_')}${target.startsWith('windows/') ? '.exe' : ''}`,
  );
  if (targets.length > 1 && !targets.includes('linux/amd64')) fault('a release has a program for linux/amd64');
  for (const [at, name] of names.entries()) {
    const file = path.join(folder, name);
    if (!existsSync(file)) {
      fault(`${path.relative(dist, file)} is missing`);
      continue;
    }
    if ((statSync(file).mode & 0o777) !== 0o755) fault(`${path.relative(dist, file)} is not of the mode 0755`);
    const [system] = targets[at].split('/');
    if (!readFileSync(file).subarray(0, 4).toString('hex').startsWith(beginnings[system])) {
      fault(`${path.relative(dist, file)} is no program for ${system}`);
    }
  }
  for (const name of readdirSync(folder).filter((file) => file.startsWith('gpx_') && !names.includes(file))) {
    fault(`${path.relative(dist, path.join(folder, name))} is of another build`);
  }
}

/** Grafana's validator warns of a backend SDK of more than two months, and refuses one of more than five. */
function checkSDK() {
  const sdk = JSON.parse(
    execFileSync('go', ['list', '-m', '-json', 'github.com/grafana/grafana-plugin-sdk-go'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const months = (Date.now() - Date.parse(sdk.Time)) / (30.44 * 86_400_000);
  const text = `grafana-plugin-sdk-go ${sdk.Version} is ${Math.floor(months)} months old`;
  if (months > 5) fault(`${text}; five is the most`);
  else if (months > 2) console.error(`plugin: warning: ${text}; take a newer one`);
}

/** The manifest must list each Go file with its hash; the files may not reach around Grafana. */
function checkGo() {
  const sources = filesOf(path.join(root, 'pkg')).filter((name) => name.endsWith('.go'));
  const manifest = existsSync(path.join(dist, 'go_plugin_build_manifest'))
    ? read(dist, 'go_plugin_build_manifest')
    : '';
  for (const name of sources) {
    const text = read(root, 'pkg', name);
    const line = `${createHash('sha256').update(text).digest('hex')}:pkg/${name}`;
    if (!manifest.split('\n').includes(line)) fault(`go_plugin_build_manifest does not have pkg/${name} as it is`);
    const forbidden =
      /\b(os\.(Getenv|LookupEnv|Environ|Open|Create|ReadFile|WriteFile|Remove)|syscall\.|exec\.Command)\w*/.exec(text);
    if (forbidden && !name.endsWith('_test.go')) fault(`pkg/${name} uses ${forbidden[0]}, which plugins may not`);
  }
}

/** What a bundle may not hold: React itself, what React 19 has taken away, and trackers. */
const forbidden = {
  'a React of its own': /Symbol\.for\("react\.(transitional\.)?element"\)/,
  'an interface of React that is gone in 19': /findDOMNode|ReactDOM\.render\(|__SECRET_INTERNALS/,
  'an entry of React that Grafana 12 does not share': /["']react-dom\/client["']/,
  'a tracking script': /google-analytics|googletagmanager|hotjar|segment\.(io|com)|mixpanel/,
};

/** What Grafana gives to plugins: a bundle may ask for nothing else. */
const given =
  /^(amd-module|module|lodash|jquery|moment|react|react\/jsx-runtime|react-dom|react-router|rxjs|rxjs\/operators|@emotion\/(css|react)|@grafana\/(data|runtime|ui))$/;

function checkBundles() {
  for (const file of filesOf(dist)) {
    const text = /\.(js|svg)$/.test(file) ? read(dist, file) : '';
    if (/(^|\/)(\.|node_modules\/)|\.tsx?$/.test(file)) fault(`${file} has no place in a plugin`);
    if (path.basename(file) === 'module.js') {
      const asked = JSON.parse(/define\((\[[^\]]*\])/.exec(text)?.[1] ?? 'null');
      if (!asked) fault(`${file} is no AMD module`);
      for (const name of asked ?? [])
        if (!given.test(name)) fault(`${file} asks for ${name}, which Grafana does not give`);
    }
    if (file.endsWith('.js')) {
      for (const [what, pattern] of Object.entries(forbidden)) if (pattern.test(text)) fault(`${file} holds ${what}`);
      if (!existsSync(path.join(dist, `${file}.map`))) fault(`${file} has no source map`);
    }
    if (/<script|\son\w+=|javascript:|<foreignObject|href="http/i.test(file.endsWith('.svg') ? text : '')) {
      fault(`${file} holds more than a drawing`);
    }
  }
}

const app = checkMetadata(dist);
const datasource = checkMetadata(path.join(dist, 'datasource'));
for (const [folder, meta] of [
  [dist, app],
  [path.join(dist, 'datasource'), datasource],
])
  checkDocuments(folder, meta);
checkIncludes(app);
checkNested(app);
checkDashboards(app);
checkDependencies([app, datasource]);
checkAbilities(datasource);
checkPrograms(datasource, path.join(dist, 'datasource'));
checkSDK();
checkGo();
checkBundles();
for (const text of faults) console.error(`plugin: ${text}`);
process.exitCode = faults.length > 0 ? 1 : 0;
