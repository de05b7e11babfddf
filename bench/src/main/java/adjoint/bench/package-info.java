/**
 * JMH benchmarks, one class per question. Start reading at {@link adjoint.bench.ConvolutionBenchmark}; the comparison with native
 * libraries is {@link adjoint.bench.run.Comparison}.
 */
package adjoint.bench;
