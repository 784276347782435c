import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: { readonly colors: { readonly id: string; readonly defaults: Record<string, string> }[] };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** How opaque the editor draws a row's description in a high contrast theme (`.label-description`). */
const opacity = 0.7;

/** Relative luminance, from 0 to 1 (WCAG 2.2). @param channels - Red, green and blue, 0 to 255. */
function luminanceOf(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of a row's description on its background. @param ground - Of every channel. */
function contrastOf(color: string, ground: number): number {
  const channels = [1, 3, 5].map((at) => opacity * parseInt(color.slice(at, at + 2), 16) + (1 - opacity) * ground);
  const [low = 0, high = 0] = [luminanceOf(channels), luminanceOf([ground, ground, ground])].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('the colour of what is not up to date', () => {
  const { defaults } =
    manifest.contributes.colors.find(({ id }) => id === 'sagemakerWorkbench.staleForeground') ?? assert.fail();

  it('can be read in high contrast themes, the paler descriptions included', () => {
    for (const [theme, ground] of [
      ['highContrast', 0],
      ['highContrastLight', 255],
    ] as const) {
      const contrast = contrastOf(defaults[theme] ?? '', ground);
      assert.ok(contrast >= 7, `${theme}: ${contrast.toFixed(2)} to 1`);
    }
  });
});
