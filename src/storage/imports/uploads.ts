import type { Database } from '../database/database.ts';

/** Stores the bytes of a file; returns its id. */
export async function addUpload(
  database: Database,
  upload: { workspaceId: number; fileName: string; bytes: Uint8Array; createdBy: string; createdAt: Date },
): Promise<number> {
  const bytes = new Uint8Array(upload.bytes);
  const { id } = await database.upload.create({
    data: { ...upload, bytes, size: bytes.length },
    select: { id: true },
  });
  return id;
}

/** The bytes of an import's file; null if it was freed. */
export async function bytesOfImport(
  database: Database,
  workspaceId: number,
  importId: number,
): Promise<Uint8Array | null> {
  const row = await database.import.findUnique({
    where: { workspaceId_id: { workspaceId, id: importId } },
    select: { upload: { select: { bytes: true } } },
  });
  return row?.upload?.bytes ?? null;
}
