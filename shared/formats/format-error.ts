/** Bytes that are not of their format: reading them again fails again. The message is for whoever sent them. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
