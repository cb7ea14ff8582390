// Turns TypeScript into JavaScript for webpack.
const { transform } = require('esbuild');

module.exports = async function load(source) {
  const done = this.async();
  try {
    const options = {
      loader: 'tsx',
      jsx: 'automatic',
      target: 'es2022',
      sourcefile: this.resourcePath,
      sourcemap: true,
    };
    const { code, map } = await transform(source, options);
    done(null, code, JSON.parse(map));
  } catch (error) {
    done(error);
  }
};
