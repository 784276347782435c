/** For the TypeScript tests: what markdown.mjs does. */
export function toMarkdown(html: string): string;
