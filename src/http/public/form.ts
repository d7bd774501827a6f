/** A submitted form: every field that arrived, each with all its values. Unknown fields do no harm. */
export interface Form {
  get(name: string): string;
  all(name: string): string[];
  numbers(name: string): number[];
  /** Whether a mail program sent it for someone who unsubscribes with one click. */
  isOneClick: boolean;
}

/**
 * Reads the body of a form, as browsers and mail programs send it: RFC 8058 allows both encodings. An
 * unreadable body is a form without fields. The server has already cut off anything larger than 16 KB.
 */
export async function readForm(request: Request): Promise<Form> {
  const body = await request.text();
  const fields = await fieldsOf(body, request.headers.get('content-type') ?? '');
  const all = (name: string): string[] =>
    fields.getAll(name).filter((value): value is string => typeof value === 'string');
  return {
    get: (name) => all(name)[0] ?? '',
    all,
    numbers: (name) =>
      all(name)
        .filter((text) => /^\d{1,9}$/.test(text))
        .map(Number),
    isOneClick: saysOneClick(body),
  };
}

async function fieldsOf(body: string, type: string): Promise<URLSearchParams | FormData> {
  if (!type.toLowerCase().startsWith('multipart/form-data')) return new URLSearchParams(body);
  const parts = new Response(body, { headers: { 'content-type': type } });
  return parts.formData().catch(() => new URLSearchParams());
}

/**
 * Whether a body says `List-Unsubscribe=One-Click`, however it is wrapped: with a line break behind it, in
 * lower case, in quotes, under another content type, in parts without quotes around the name. Programs write
 * it in all of these ways, and an unsubscribe that isn't understood is one that is ignored.
 */
function saysOneClick(body: string): boolean {
  const plain = body.replace(/%2d/gi, '-');
  return /list-unsubscribe[\s\S]{0,200}?one-click/i.test(plain);
}
