/**
 * Answers of WebDAV servers as a tree. Only what such answers need is read: elements, text, CDATA and the five entities of
 * XML. A document type, with which entities are made, is refused, and depth is bounded.
 */

export interface XmlElement {
  /** Without its prefix: names of DAV, CalDAV and Apple don't clash in what is asked for. */
  name: string;
  children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 40;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)([^<>]*?)(\/?)>|([^<]+)/gy;

/** Null for what is no XML, and for a document that defines entities of its own. */
export function readXml(text: string): XmlElement | null {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  const source = text.replace(/^\uFEFF/, '');
  while (TOKEN.lastIndex < source.length) {
    const found = TOKEN.exec(source);
    if (!found) return null;
    const [, cdata, closing, name, , empty, plain] = found;
    const top = open.at(-1)!;
    if (cdata !== undefined) top.text += cdata;
    else if (plain !== undefined) top.text += withoutEntities(plain);
    else if (name !== undefined && closing === '/') {
      if (open.length < 2 || top.name !== localName(name)) return null;
      open.pop();
    } else if (name !== undefined) {
      const element: XmlElement = { name: localName(name), children: [], text: '' };
      top.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > MAX_DEPTH) return null;
    }
  }
  return open.length === 1 && root.children.length === 1 ? root.children[0]! : null;
}

/** The first element of a name below another one, at any depth. */
export function below(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    if (child.name === name) return child;
    const found = below(child, name);
    if (found) return found;
  }
  return undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function withoutEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,10});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
