import './styleNonce.ts';
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';

// The kit is archived upstream: this is the one file that knows it.
provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());

export interface ButtonOptions {
  readonly label: string;
  readonly appearance?: 'primary' | 'secondary';
  readonly onPress: () => void;
}

/** A push button; hide it with its `hidden` property. */
export function button({ label, appearance = 'secondary', onPress }: ButtonOptions): HTMLElement {
  const control = document.createElement('vscode-button');
  control.setAttribute('appearance', appearance);
  control.textContent = label;
  control.addEventListener('click', onPress);
  return control;
}

export interface CheckboxOptions {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A check box with its label. */
export function checkbox({ label, checked, onChange }: CheckboxOptions): HTMLElement {
  const control = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean };
  control.textContent = label;
  control.checked = checked;
  control.addEventListener('change', () => onChange(control.checked));
  return control;
}
