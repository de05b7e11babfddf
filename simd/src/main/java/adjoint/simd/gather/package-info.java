/**
 * One form for convolution and transposed convolution: every output gathers its taps from the input.
 *
 * <p>A transposed convolution of stride s is s interleaved gathers per axis, each with the taps that reach its outputs: nothing
 * is stretched with zeros, scattered or multiplied in vain. Pure shape math; start reading at
 * {@link adjoint.simd.gather.AxisPhase}.
 */
package adjoint.simd.gather;
