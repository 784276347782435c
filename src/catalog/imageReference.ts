const separator = '(?:[._]|__|-+)';
const pathPart = `[a-z0-9]+(?:${separator}[a-z0-9]+)*`;
const hostPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = `${hostPart}(?:\\.${hostPart})*(?::\\d+)?`;
const tag = '\\w[\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(`^(?:${host}/)?${pathPart}(?:/${pathPart})*(?::${tag})?(?:@${digest})?$`);

/** Whether a text can name an image at all: the grammar of the CNCF Distribution project's `reference` package, without IPv6 hosts. */
export function isImageReference(text: string): boolean {
  return reference.test(text);
}
