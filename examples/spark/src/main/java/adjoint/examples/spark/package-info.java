/** A network in a Spark job: one model for each executor's JVM, shared by its tasks. Start reading with {@code UpscaleFolder}. */
package adjoint.examples.spark;
