import { z } from 'zod';

/** The first entry of a backup: what it says about the backup. */
export const notesSchema = z.object({
  format: z.literal('rollcall-backup-1'),
  /** The major version of PostgreSQL that wrote these files. */
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  madeAt: z.iso.datetime(),
  /** Tells whether a secret belongs to the data, and reveals nothing else about it. */
  secret: z.object({ mark: z.string(), inside: z.boolean() }),
});

export type BackupNotes = z.infer<typeof notesSchema>;

export const backupFormat = 'rollcall-backup-1';
export const notesName = 'rollcall.json';
/** The last entry: SHA-256 of every file of the database, in hex. */
export const sumsName = 'checksums.json';
export const sumsSchema = z.record(z.string(), z.string());
