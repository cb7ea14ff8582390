// Stands for files and packages that need a real browser: pictures, styles and Monaco.
export default function Empty() {
  return null;
}
