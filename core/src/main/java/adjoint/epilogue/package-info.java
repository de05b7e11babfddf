/**
 * What happens to each element of a result before it is stored (bias, residual, activation) and to each of an input as it is read.
 *
 * <p>Parameters are doubles, so that one epilogue serves every element type. Start reading at
 * {@link adjoint.epilogue.Epilogue}.
 */
package adjoint.epilogue;
