/** The command that measures, {@link adjoint.cli.bench.BenchCommand}; how it is measured is told in the module of the benchmarks. */
package adjoint.cli.bench;
