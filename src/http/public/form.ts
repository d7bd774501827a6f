/** A submitted form: every field that arrived, each with all its values. Unknown fields do no harm. */
export interface Form {
  get(name: string): string;
  all(name: string): string[];
  numbers(name: string): number[];
}

/**
 * Reads the body of a form, as browsers and mail programs send it: RFC 8058 allows both encodings. An
 * unreadable body is a form without fields. The server has already cut off anything larger than 16 KB.
 */
export async function readForm(request: Request): Promise<Form> {
  const fields = await fieldsOf(request);
  const all = (name: string): string[] =>
    fields.getAll(name).filter((value): value is string => typeof value === 'string');
  return {
    get: (name) => all(name)[0] ?? '',
    all,
    numbers: (name) =>
      all(name)
        .filter((text) => /^\d{1,9}$/.test(text))
        .map(Number),
  };
}

async function fieldsOf(request: Request): Promise<URLSearchParams | FormData> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) return new URLSearchParams(await request.text());
  return request.formData().catch(() => new URLSearchParams());
}
