import type { Ids } from './ids.ts';
import type { SharedFile } from './protocol.ts';

export interface StoredFile extends SharedFile {
  /** Person or bot user. */
  owner: string;
  /** Seconds since 1970. */
  created: number;
  title: string;
  channels: string[];
  /** Null until the bytes have arrived. */
  bytes: Buffer | null;
  /** The announced size in bytes. */
  expected: number;
}

export interface Files {
  add(file: {
    name: string;
    owner: string;
    bytes: Buffer | null;
    mimetype?: string;
    expected?: number;
  }): StoredFile;
  /** Stores the bytes of an announced file. */
  fill(id: string, bytes: Buffer): StoredFile | undefined;
  find(id: string): StoredFile | undefined;
}

const previewLength = 400;

export function createFiles(ids: Ids, clock: () => number, before: readonly StoredFile[] = []): Files {
  const all = new Map(before.map((file) => [file.id, file]));
  return {
    add({ name, owner, bytes, mimetype, expected = bytes?.length ?? 0 }) {
      const filetype = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'binary';
      const file: StoredFile = {
        id: ids.next('F'),
        name,
        title: name,
        size: expected,
        mimetype: mimetype || (mimetypes[filetype] ?? 'application/octet-stream'),
        filetype,
        owner,
        created: Math.floor(clock() / 1000),
        channels: [],
        bytes: null,
        expected,
      };
      all.set(file.id, file);
      if (bytes) receive(file, bytes);
      return file;
    },
    fill(id, bytes) {
      const file = all.get(id);
      if (file) receive(file, bytes);
      return file;
    },
    find: (id) => all.get(id),
  };
}

/** The file as the page gets it. */
export function sharedFile({ id, name, size, mimetype, filetype, preview }: StoredFile): SharedFile {
  return { id, name, size, mimetype, filetype, ...(preview !== undefined && { preview }) };
}

/** The file as the app gets it, from `files.info` or in a submission. `base` is the server's address. */
export function fileForApp(file: StoredFile, base: string, teamId: string) {
  const path = `${base}/files-pri/${teamId}-${file.id}`;
  const name = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.owner,
    user_team: teamId,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: file.channels.length > 0,
    file_access: 'visible',
    url_private: `${path}/${name}`,
    url_private_download: `${path}/download/${name}`,
    permalink: `${base}/files/${file.owner}/${file.id}/${name}`,
    channels: file.channels.filter((id) => id.startsWith('C')),
    groups: [],
    ims: file.channels.filter((id) => id.startsWith('D')),
  };
}

const mimetypes: Record<string, string> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

function receive(file: StoredFile, bytes: Buffer) {
  file.bytes = bytes;
  file.size = bytes.length;
  if (file.mimetype.startsWith('text/')) file.preview = bytes.subarray(0, previewLength).toString('utf8');
}
