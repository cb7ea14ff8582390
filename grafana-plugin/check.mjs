// Checks a built plugin by the rules of Grafana's plugin validator that can be checked here, and some of our own.
// node check.mjs [--dist DIR] [--targets linux/amd64,…]
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
  for (const logo of Object.values(meta.info?.logos ?? {}))
    want(existsSync(path.join(folder, logo)), `${logo} is missing`);
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'module.js']) {
    want(existsSync(path.join(folder, file)) && read(folder, file).trim().length > 50, `${file} is missing or empty`);
  }
  return meta;
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

function checkPrograms(meta, folder) {
  for (const target of values.targets.split(',')) {
    const suffix = target.startsWith('windows/') ? '.exe' : '';
    const file = path.join(folder, `${meta.executable}_${target.replace('/', '_')}${suffix}`);
    if (!existsSync(file)) fault(`${path.relative(dist, file)} is missing`);
    else if ((statSync(file).mode & 0o777) !== 0o755) fault(`${path.relative(dist, file)} is not of the mode 0755`);
  }
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
  'a tracking script': /google-analytics|googletagmanager|hotjar|segment\.(io|com)|mixpanel/,
};

function checkBundles() {
  for (const file of filesOf(dist)) {
    const text = /\.(js|svg)$/.test(file) ? read(dist, file) : '';
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
checkNested(app);
checkDashboards(app);
checkPrograms(datasource, path.join(dist, 'datasource'));
checkGo();
checkBundles();
for (const text of faults) console.error(`plugin: ${text}`);
process.exitCode = faults.length > 0 ? 1 : 0;
