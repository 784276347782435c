import { Emitter } from '../../src/shared/emitter.ts';

/** Colours and font of the editor's theme, for what is drawn on a canvas. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
  readonly charts: Readonly<Record<ChartColor, string>>;
}

export type ChartColor = 'blue' | 'orange' | 'green' | 'purple' | 'red' | 'yellow';

/** Reads the theme as it is now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string, fallback: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const foreground = variable('foreground', '#808080');
  return {
    foreground,
    muted: variable('descriptionForeground', foreground),
    grid: variable('charts-lines', foreground),
    background: variable('editor-background', 'transparent'),
    font: `11px ${variable('font-family', 'sans-serif')}`,
    charts: {
      blue: opaque(variable('charts-blue', foreground)),
      // High contrast themes have no orange.
      orange: opaque(variable('charts-orange', variable('charts-yellow', foreground))),
      green: opaque(variable('charts-green', foreground)),
      purple: opaque(variable('charts-purple', foreground)),
      red: opaque(variable('charts-red', foreground)),
      yellow: opaque(variable('charts-yellow', foreground)),
    },
  };
}

/** Some themes' orange is two thirds transparent, made for the minimap: a thin line would vanish. */
function opaque(color: string): string {
  return color.replace(/^rgba\((.*),[^,]*\)$/, 'rgb($1)').replace(/^(#[\da-f]{6})[\da-f]{2}$/i, '$1');
}

const themeEmitter = new Emitter<Theme>();

/** Fires when the user switches the theme: the editor then rewrites the page's variables and the body's class. */
export const onDidChangeTheme = themeEmitter.event;

const observer = new MutationObserver(() => themeEmitter.fire(readTheme()));
observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
