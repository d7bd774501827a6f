/** The public half of a key as DNS has it: base64 on one line, from its PEM. */
export const keyInDns = (publicKey: string): string =>
  publicKey.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');

/** The TXT record that lets receivers check signatures made with a key. */
export const dkimRecord = (publicKey: string): string => `v=DKIM1; k=rsa; p=${keyInDns(publicKey)}`;
