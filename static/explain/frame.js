/** What a frame carries (RFC 6455 §11.8). */
const OPCODES = { text: 0x1, binary: 0x2, close: 0x8 };

/**
 * Returns how many bits hold the length of a payload (RFC 6455 §5.2).
 * @param {number} bytes
 * @returns {7 | 16 | 64}
 */
export function lengthBits(bytes) {
  return bytes < 126 ? 7 : bytes < 2 ** 16 ? 16 : 64;
}

/**
 * Returns the frame of a message, or of a close, that is sent in one frame (RFC 6455 §5.2): the
 * bytes before masking key and payload, how many bits hold the length, and its size in bytes.
 * @param {keyof typeof OPCODES} kind
 * @param {number} payloadBytes
 * @param {boolean} masked Whether a client sends it.
 */
export function frameOf(kind, payloadBytes, masked) {
  const bits = lengthBits(payloadBytes);
  const length = bits === 7 ? payloadBytes : bits === 16 ? 126 : 127;
  const extended = bits === 7 ? 0 : bits / 8;
  const header = [0x80 | OPCODES[kind], (masked ? 0x80 : 0) | length];
  for (let power = extended - 1; power >= 0; power--) {
    header.push(Math.floor(payloadBytes / 256 ** power) % 256);
  }
  const maskBytes = masked ? 4 : 0;
  return { masked, lengthBits: bits, header, wireBytes: header.length + maskBytes + payloadBytes };
}
