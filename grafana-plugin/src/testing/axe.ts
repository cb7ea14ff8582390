import axe from 'axe-core';

/** The accessibility faults of an element, in words; colours are judged in a real browser. */
export async function accessibilityFaults(element: Element): Promise<string[]> {
  const results = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}
