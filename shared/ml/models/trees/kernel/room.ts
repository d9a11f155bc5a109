/** The memory that a fit works in. */

/** Arrays in memory that a kernel works on, filled with 0. They last as long as somebody holds them. */
export interface Room {
  uint8(length: number): Uint8Array;
  uint16(length: number): Uint16Array;
  uint32(length: number): Uint32Array;
  int32(length: number): Int32Array;
  float32(length: number): Float32Array;
  float64(length: number): Float64Array;
}
