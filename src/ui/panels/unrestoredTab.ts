/** A tab that holds a webview; the editor writes something of its own before the type. */
export interface PanelTab {
  readonly title: string;
  readonly viewType: string;
}

/**
 * The tab of a panel that stood there before the window was reloaded: the editor makes it a panel again when it is first looked at, and tells nothing of
 * it before.
 * @param open - Titles of the panels that are known. @returns Undefined also where several tabs might be meant.
 */
export function unrestoredTab<T extends PanelTab>(
  tabs: readonly T[],
  { title, viewType, open }: PanelTab & { readonly open: readonly string[] },
): T | undefined {
  const [found, ...others] = tabs.filter((tab) => tab.title === title && tab.viewType.endsWith(viewType));
  return others.length === 0 && !open.includes(title) ? found : undefined;
}
