import type { IncomingMessage } from 'node:http';

/** The whole body; rejects with a sentence if it is larger than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > most) throw new Error(`The request is larger than ${most} bytes.`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** The fields of a JSON, form or multipart body, with the query's. Files in a multipart are Buffers. */
export async function readFields(request: IncomingMessage, query: URLSearchParams, most: number) {
  const bytes = await readBody(request, most);
  const type = request.headers['content-type'] ?? '';
  const fields: Record<string, unknown> = Object.fromEntries(query);
  if (type.startsWith('application/json')) {
    const body: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new Error('The body must be a JSON object.');
    return Object.assign(fields, body);
  }
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    for (const [key, value] of form) {
      fields[key] = typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer());
    }
    return fields;
  }
  return Object.assign(fields, Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))));
}
