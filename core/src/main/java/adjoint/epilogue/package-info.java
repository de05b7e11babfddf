/**
 * What happens to each element of a result before it is stored (bias, residual, activation) and to each of an input as it is read.
 *
 * <p>Start reading at {@link adjoint.epilogue.Epilogue}.
 */
package adjoint.epilogue;
