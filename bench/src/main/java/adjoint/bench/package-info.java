/** JMH benchmarks, one class per question. */
package adjoint.bench;
