/**
 * How tensors of other libraries go into a model and come out of it; to be copied. Each class stands for itself.
 *
 * <p>In all of them memory is read where it lies if its elements are floats side by side in row-major order; integers, half
 * precision and other orders are copied.
 */
package adjoint.examples;
