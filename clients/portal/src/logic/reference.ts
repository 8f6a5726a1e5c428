/** A reference as people type it: any case, with or without hyphens, O for 0, I and L for 1. The server's alphabet is Crockford's base 32. */
export function normalReference(text: string): string {
  const letters = text.normalize('NFKC').toUpperCase().replace(/^\s*SIGNINS\//, '').replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0').replace(/[IL]/g, '1');
  return letters.length === 12 ? letters.match(/.{4}/g)!.join('-') : text.trim();
}
