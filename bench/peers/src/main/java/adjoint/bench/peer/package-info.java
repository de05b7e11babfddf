/**
 * Native libraries as subjects of the benchmarks, one class each, in fp32.
 *
 * <p>Each is used at its best: filters are brought into the library's own order beforehand, outputs are reused where the library
 * allows it, and every layout that it knows is measured.
 */
package adjoint.bench.peer;
