const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The HTML of the API's documentation as Markdown: paragraphs, lists, definitions, notes, code, emphasis and links; other tags go.
 * @param {string} html
 */
export function toMarkdown(html) {
  const lists = [];
  let markdown = '';
  const block = (text = '') => (markdown = `${markdown.replace(/[ \n]+$/, '')}\n\n${text}`);
  for (const [, closing, tag, attributes, text] of html.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+|<)/g)) {
    if (text !== undefined) {
      const plain = escaped(decoded(text.replace(/\s+/g, ' ')), markdown);
      markdown += /\s$/.test(markdown) || markdown === '' ? plain.trimStart() : plain;
    } else if (tag === 'code') markdown += '`';
    else if (tag === 'b') markdown += '**';
    else if (tag === 'i') markdown += '_';
    else if (tag === 'a') markdown = closing ? linked(markdown) : `${markdown}\u0001${address(attributes)}\u0002`;
    else if (tag === 'ul' || tag === 'ol' || tag === 'dl') {
      if (closing) lists.pop();
      else lists.push(tag);
      block();
    } else if ((tag === 'li' || tag === 'dt') && !closing) {
      const indent = '  '.repeat(Math.max(0, lists.length - 1));
      // A list begins after an empty line; its entries follow each other.
      markdown = `${markdown.endsWith('\n\n') ? markdown : `${markdown.replace(/[ \n]+$/, '')}\n`}${indent}- `;
    } else if (tag === 'dd' && !closing) markdown = `${markdown.trimEnd()}: `;
    else if ((tag === 'note' || tag === 'important') && !closing)
      block(tag === 'note' ? '**Note:** ' : '**Important:** ');
    // A paragraph that opens an item or a note stays on its line.
    else if (tag === 'p' && !closing && !/(- |: |:\*\* |^)$/.test(markdown)) block('  '.repeat(lists.length));
  }
  return markdown.trim();
}

function address(attributes) {
  return /href="(https?:[^"]+)"/.exec(attributes)?.[1] ?? '';
}

function linked(markdown) {
  return markdown.replace(/\u0001([^\u0002]*)\u0002([^\u0001\u0002]*)$/, (_, url, title) =>
    url === '' ? title : `[${title.trim()}](${url})`,
  );
}

/** Outside of code, what Markdown would read as its own. */
function escaped(text, before) {
  const inCode = ((before.match(/`/g) ?? []).length & 1) === 1;
  return inCode ? text : text.replace(/[\\`*_[\]<>]/g, '\\$&');
}

function decoded(text) {
  return text
    .replace(/&(\w+);/g, (whole, name) => entities[name] ?? whole)
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
