import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendText } from './send.ts';

/** The rendering library, straight from node_modules. */
const vendored: Record<string, string> = {
  '/vendor/preact.js': 'preact',
  '/vendor/hooks.js': 'preact/hooks',
  '/vendor/htm.js': 'htm',
};

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Serves a file of the page, or of the library that renders it. */
export async function serveFile(
  response: ServerResponse,
  pathname: string,
  root: string | null,
): Promise<void> {
  const module = Object.hasOwn(vendored, pathname) ? vendored[pathname] : undefined;
  if (module !== undefined) return sendText(response, await vendorSource(module), 200, types['.js']);
  const file = root === null ? undefined : insideOf(root, pathname === '/' ? '/index.html' : pathname);
  const type = file && types[extname(file)];
  const bytes = file && type ? await readFile(file).catch(() => undefined) : undefined;
  if (!bytes || !type) return sendText(response, `Nothing at ${pathname}.`, 404);
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

/**
 * A browser can't resolve `from "preact"`, and an import map would have to be inline, which the content
 * security policy forbids. So the address replaces the name.
 */
async function vendorSource(module: string): Promise<string> {
  const source = await readFile(fileURLToPath(import.meta.resolve(module)), 'utf8');
  return source
    .replaceAll(/from\s*"preact"/g, 'from"/vendor/preact.js"')
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}

function insideOf(root: string, pathname: string): string | undefined {
  const base = normalize(root + sep);
  const file = join(base, decodeURIComponent(pathname));
  return file.startsWith(base) ? file : undefined;
}
