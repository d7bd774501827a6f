/** The quotes that people type; phones type curly ones. */
const pairs: Record<string, string> = { '"': '"', "'": "'", '“': '”', '‘': '’', '„': '“', '«': '»' };

/** A name without the quotes around it: `“Recent VIPs”` is `Recent VIPs`. Quotes inside are left alone. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  const [first] = trimmed;
  if (first === undefined || trimmed.length < 2) return trimmed;
  const closing = pairs[first];
  // A phone that closes with the same mark that it opened with is forgiven.
  const ends = closing !== undefined && (trimmed.endsWith(closing) || trimmed.endsWith(first));
  return ends ? trimmed.slice(1, -1).trim() : trimmed;
}
