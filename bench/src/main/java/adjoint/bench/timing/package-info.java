/** How a run is timed ({@link adjoint.bench.timing.Timing}) and what the machine can do at most. */
package adjoint.bench.timing;
