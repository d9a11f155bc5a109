/** A thread that helped a fit has gone in the middle of its part: nobody has done that, and the fit has to be done anew. */
export class HelperLost extends Error {
  override readonly name = 'HelperLost';
}
