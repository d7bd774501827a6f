import type { ServerResponse } from 'node:http';

export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export function sendText(
  response: ServerResponse,
  text: string,
  status = 200,
  type = 'text/plain; charset=utf-8',
) {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}

/** Bytes to be saved, never displayed: other people control a file's contents. */
export function sendDownload(response: ServerResponse, bytes: Buffer, name: string, mimetype: string) {
  response.writeHead(200, {
    'content-type': mimetype,
    'content-length': bytes.length,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
  response.end(bytes);
}
