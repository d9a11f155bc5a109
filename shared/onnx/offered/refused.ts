/** A model that is not taken, for a reason that its maker can do something about. */
export class RefusedModel extends Error {
  override readonly name = 'RefusedModel';
}
