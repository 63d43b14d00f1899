/** One part of a JWT. */
export const encodePart = (part: object) =>
  Buffer.from(JSON.stringify(part)).toString('base64url');
