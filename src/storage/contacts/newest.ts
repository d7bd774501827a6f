import type { PrismaClient } from '../generated/client.ts';

/** The addresses of the contacts who signed up last, newest first; not of those who can't be mailed. */
export async function newestAddresses(
  prisma: PrismaClient,
  workspaceId: number,
  limit: number,
): Promise<string[]> {
  const found = await prisma.contact.findMany({
    where: { workspaceId, status: 'subscribed', signedUpAt: { not: null } },
    orderBy: [{ signedUpAt: 'desc' }, { id: 'desc' }],
    select: { email: true },
    take: limit,
  });
  return found.map(({ email }) => email);
}
